"""Full text of cases: what is indexed, and how it is found."""
