"""From blocks to a mail: MJML once per content, Liquid once per person, MIME by hand.

MJML never sees a word anybody wrote: texts are held back and set into the finished HTML,
so that nothing a person types can change the frame around it.
"""
