"""The caseworker's console: one desk with two faces, the screens and the command line."""
