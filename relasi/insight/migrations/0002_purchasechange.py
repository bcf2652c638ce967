from django.db import migrations, models

NOTICE = """
CREATE FUNCTION insight_notice_purchases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO insight_purchasechange (contact_id) SELECT DISTINCT contact_id FROM after;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO insight_purchasechange (contact_id) SELECT DISTINCT contact_id FROM before;
    ELSE
        INSERT INTO insight_purchasechange (contact_id)
        SELECT contact_id FROM before UNION SELECT contact_id FROM after;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER insight_orders_come AFTER INSERT ON commerce_order
    REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION insight_notice_purchases();
CREATE TRIGGER insight_orders_change AFTER UPDATE ON commerce_order
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION insight_notice_purchases();
CREATE TRIGGER insight_orders_go AFTER DELETE ON commerce_order
    REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION insight_notice_purchases();

CREATE TRIGGER insight_lines_come AFTER INSERT ON commerce_orderline
    REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION insight_notice_purchases();
CREATE TRIGGER insight_lines_change AFTER UPDATE ON commerce_orderline
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION insight_notice_purchases();
CREATE TRIGGER insight_lines_go AFTER DELETE ON commerce_orderline
    REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION insight_notice_purchases();

CREATE FUNCTION insight_notice_products() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO insight_purchasechange (product_id)
    SELECT a.id FROM after a JOIN before b ON b.id = a.id
    WHERE a.category_id IS DISTINCT FROM b.category_id;
    RETURN NULL;
END $$;

CREATE TRIGGER insight_products_move AFTER UPDATE ON commerce_product
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION insight_notice_products();
"""

IGNORE = """
DROP TRIGGER insight_products_move ON commerce_product;
DROP FUNCTION insight_notice_products();
DROP TRIGGER insight_lines_go ON commerce_orderline;
DROP TRIGGER insight_lines_change ON commerce_orderline;
DROP TRIGGER insight_lines_come ON commerce_orderline;
DROP TRIGGER insight_orders_go ON commerce_order;
DROP TRIGGER insight_orders_change ON commerce_order;
DROP TRIGGER insight_orders_come ON commerce_order;
DROP FUNCTION insight_notice_purchases();
"""


class Migration(migrations.Migration):

    dependencies = [
        ("commerce", "0001_initial"),
        ("insight", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PurchaseChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("contact_id", models.BigIntegerField(null=True)),
                ("product_id", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contact_id__isnull", False), ("product_id", None)),
                            models.Q(("contact_id", None), ("product_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_change_is_of_one_thing",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="scorerun", name="facts", field=models.SmallIntegerField(default=0)
        ),
        migrations.RunSQL(NOTICE, reverse_sql=IGNORE),
    ]
