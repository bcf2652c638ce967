"""The grocer's departments in words that a customer would use."""

DEPARTMENTS = {
    "AUTOMOTIVE": "Car",
    "CHARITABLE CONT": "Donations",
    "CHEF SHOPPE": "Chef's counter",
    "CNTRL/STORE SUP": "Store supplies",
    "COSMETICS": "Cosmetics",
    "COUPON": "Coupons",
    "DAIRY DELI": "Dairy counter",
    "DELI": "Delicatessen",
    "DRUG GM": "Drugstore and household",
    "ELECT &PLUMBING": "Electrics and plumbing",
    "FLORAL": "Flowers",
    "FROZEN GROCERY": "Frozen food",
    "FUEL": "Fuel",
    "GARDEN CENTER": "Garden",
    "GM MERCH EXP": "General goods",
    "GRO BAKERY": "Packaged bakery",
    "GROCERY": "Grocery",
    "HOUSEWARES": "Housewares",
    "MEAT": "Meat",
    "MEAT-PCKGD": "Packaged meat",
    "MEAT-WHSE": "Meat, wholesale",
    "MISC SALES TRAN": "Other sales",
    "MISCELLANEOUS": "Other",
    "NUTRITION": "Healthy living",
    "PASTRY": "Bakery",
    "PHARMACY SUPPLY": "Pharmacy",
    "PHOTO & VIDEO": "Photo and video",
    "PORK": "Pork",
    "POSTAL CENTER": "Post",
    "PROD-WHS SALES": "Produce, wholesale",
    "PRODUCE": "Fruit and vegetables",
    "RESTAURANT": "Restaurant",
    "RX": "Prescriptions",
    "SALAD BAR": "Salad bar",
    "SEAFOOD": "Fish counter",
    "SEAFOOD-PCKGD": "Packaged fish",
    "SPIRITS": "Wine and spirits",
    "TOYS": "Toys",
    "TRAVEL & LEISURE": "Travel and leisure",
    "VIDEO": "Video",
    "VIDEO RENTAL": "Video rental",
    "DELI/SNACK BAR": "Snack bar",
}

# Abbreviations inside category and product names, spelt out before the case is changed.
SHORT_FORMS = {
    "FRZN": "FROZEN",
    "PCKGD": "PACKAGED",
    "PKG": "PACKAGED",
    "VEG": "VEGETABLES",
    "VEGTBLS": "VEGETABLES",
    "SHERBTS": "SHERBETS",
    "CLEANG": "CLEANING",
    "PROD": "PRODUCTS",
    "PRODS": "PRODUCTS",
    "MISC": "OTHER",
    "MISC.": "OTHER",
    "REG": "REGULAR",
    "BTL": "BOTTLED",
    "BEV": "BEVERAGES",
    "HBC": "CARE",
    "DETERGNTS": "DETERGENTS",
    "CHOC": "CHOCOLATE",
    "STRWBRRY": "STRAWBERRY",
}


def department(name: str) -> str:
    return DEPARTMENTS.get(name, readable(name))


def readable(name: str) -> str:
    """FRZN ICE becomes “Frozen ice”."""
    spelt = " ".join(SHORT_FORMS.get(word, word) for word in name.split())
    return spelt[:1] + spelt[1:].lower()
