"""Genuine clients of others, as they come from the registries, against a running collector.

They have environments of their own (requirements/clients.txt in `.venv/clients`, package.json
in `node_modules` here), because what they want would hold back what the product needs. The
ones for browsers run in tests/browser.

package.json puts something harmless in the place of msgpackr-extract: it is a quicker decoder
for a queue on Redis that nobody uses here, and asks for a package for each platform, not all
of which can be had; `npm ci` then refuses the lock.
"""
