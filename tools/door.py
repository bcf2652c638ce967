"""An import-linter contract: a package is entered by its door and nowhere else.

`relasi.audience.actions` may import `relasi.contacts.public`, never
`relasi.contacts.models`. Packages in `open` are libraries and have no door; packages in
`wiring` put the house together and may reach anywhere. `connectors` is a row of packages:
each connector is one of its own. Tests may look at the rows of other packages: what they
assert is what the database holds.
"""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

ROWS_OF_PACKAGES = frozenset({"connectors"})


class DoorContract(Contract):
    root = fields.StringField()
    doors = fields.SetField(subfield=fields.StringField())
    open = fields.SetField(subfield=fields.StringField(), required=False)
    wiring = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001
        output.verbose_print(verbose, f"Who enters a package of {self.root} by the window?")
        windows = [
            {"from": importer, "into": imported}
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._is_window(importer, imported)
        ]
        return ContractCheck(kept=not windows, metadata={"windows": windows})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for window in check.metadata["windows"]:
            package, _ = self._split(window["into"])
            door = f"{self.root}.{package}.public"
            output.print_error(f"{window['from']} imports {window['into']}; enter by {door}")

    def _is_window(self, importer: str, imported: str) -> bool:
        guest, _ = self._split(importer)
        host, room = self._split(imported)
        if host is None or guest == host or not room or ".tests." in f"{importer}.":
            return False
        if host in (self.open or ()) or guest in (self.wiring or ()):
            return False
        return room not in self.doors

    def _split(self, module: str) -> tuple[str | None, str]:
        """The package a module belongs to, and the room in it ("" for the package itself)."""
        root, *parts = module.split(".")
        if root != self.root or not parts:
            return None, ""
        length = 2 if parts[0] in ROWS_OF_PACKAGES else 1
        package = ".".join(parts[:length])
        return package, parts[length] if len(parts) > length else ""
