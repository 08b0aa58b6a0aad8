"""Call-outs (叫应): who is called when something must not wait, one after the other, until somebody answers or it ends in a shout."""
