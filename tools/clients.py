"""Other people's clients from npm, for tests: into tests/clients/node_modules, once per lock."""

from tools.frontend import ROOT, find_node, install

if __name__ == "__main__":
    _node, npm = find_node()
    install(npm, ROOT / "tests" / "clients")
