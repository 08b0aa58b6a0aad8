"""Staff, posts, units, classes and terms from a workbook: read (`workbook`), compare (`plan`), offer to fill (`template`)."""
