"""Every change: `calling` begins and goes on, `answering` hears what somebody says, `ending` ends without an answer, `trials` tries a policy with real messages."""
