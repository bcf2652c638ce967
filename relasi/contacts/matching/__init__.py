"""People who are probably the same: found, proposed with reasons, decided by people.

Nouns    Proposal (a pair), match weight, model, run
Promise  nobody is joined who was not certain enough for the one who decides, and every joining
         can be taken back; a pair that was rejected stays apart until one of the two changes
Door     contacts.public; importing asks for a run when a file came in
"""
