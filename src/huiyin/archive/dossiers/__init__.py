"""From a case or an incident to one package: what stands in it, the PDF, the BagIt package. Reads only; nothing is kept here."""
