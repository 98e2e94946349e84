"""Loading and selection: what was loaded when, the criteria in force, and which casegroups a tranche takes."""
