"""Reports up the chain (信息报送): first, follow-up and final, each rule with its article, its clock and whom it names."""
