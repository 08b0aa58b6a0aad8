"""People are received: reception days, visits, home visits, joint receptions, minutes that they correct."""
