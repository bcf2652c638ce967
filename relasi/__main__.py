"""`python -m relasi` is the `relasi` command."""

from relasi.project.cli import main

if __name__ == "__main__":
    main()
