"""Files brought in: a list of people, of orders, of consents becomes rows, and can go again.

Nouns    ImportRun, ImportTarget, Batch
Promise  each good row goes in once, each bad one is listed with its reason, and the whole
         import can be taken back, with every field it changed
Door     contacts.public (register_import_target for the packages above)
"""
