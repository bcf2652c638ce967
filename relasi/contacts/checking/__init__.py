"""Whether addresses can be right: looked at together, found doubtful with a reason, put right.

Nouns    finding (an address and what is doubtful about it), check
Promise  nothing is changed by itself: a finding proposes, a colleague decides and can take it
         back; nobody's name server is asked unless the operator named one
Door     contacts.public; events.AddressesChecked
"""
