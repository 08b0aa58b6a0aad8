"""What a post or an office was asked to do by a date: acknowledged, reported, late. Other rooms give them."""
