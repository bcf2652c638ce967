"""Names that Segment's specifications reserve, and what they are called on our timeline.

E-commerce v2, e-mail, live chat, B2B SaaS, mobile (segment.com/docs/connections/spec).
RudderStack's are the same. Most are ours in small letters; where the house has a word of its own
for something that only it knows (an order, a mail that it sent), a client's word is another.
"""

_AS_THEY_ARE = (
    # e-commerce: browsing, promotions, ordering, coupons, wish lists, sharing, reviewing
    "Products Searched", "Product List Viewed", "Product List Filtered", "Promotion Viewed",
    "Promotion Clicked", "Product Clicked", "Product Viewed", "Product Added", "Product Removed",
    "Cart Viewed", "Checkout Started", "Checkout Step Viewed", "Checkout Step Completed",
    "Payment Info Entered", "Coupon Entered", "Coupon Applied", "Coupon Denied", "Coupon Removed",
    "Product Added to Wishlist", "Product Removed from Wishlist", "Wishlist Product Added to Cart",
    "Product Shared", "Cart Shared", "Product Reviewed",
    # live chat
    "Live Chat Conversation Started", "Live Chat Conversation Ended", "Live Chat Message Sent",
    "Live Chat Message Received",
    # B2B SaaS
    "Account Created", "Account Deleted", "Account Added User", "Account Removed User",
    "Invite Sent", "Signed Up", "Signed In", "Signed Out", "Trial Started", "Trial Ended",
    # mobile
    "Application Installed", "Application Opened", "Application Backgrounded",
    "Application Updated", "Application Uninstalled", "Application Crashed", "Deep Link Clicked",
    "Deep Link Opened", "Install Attributed", "Push Notification Received",
    "Push Notification Tapped", "Push Notification Bounced",
)  # fmt: skip
_OTHERWISE = {
    "Order Completed": "checkout completed",
    "Order Updated": "checkout changed",
    "Order Refunded": "checkout refunded",
    "Order Cancelled": "checkout cancelled",
    "Email Delivered": "other email delivered",
    "Email Opened": "other email opened",
    "Email Link Clicked": "other email clicked",
    "Email Bounced": "other email bounced",
    "Email Marked as Spam": "other email marked as spam",
    "Unsubscribed": "other list left",
}
RESERVED = {name.casefold(): name.lower() for name in _AS_THEY_ARE} | {
    name.casefold(): ours for name, ours in _OTHERWISE.items()
}
OF_CLIENTS = frozenset(RESERVED.values())
