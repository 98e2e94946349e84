"""Sample data: scenarios that each teach one lesson, and files to practise importing with.

`scenarios/` holds one lesson a file: the casegroup as TOML tables with the keys of the interchange format, the
day it is looked at, what is to be expected, and questions for a trainee. TOML has no null: in the folder
`not_known`, a field named under `not_known` and left out stands for one. `imports/` holds files for the import,
good and broken. Everybody in them is made up.
"""
