"""The steps of a casegroup: what each shows in the work area, and why. A step writes nothing."""
