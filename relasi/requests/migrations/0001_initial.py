import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('access', 'See what is held'), ('portability', 'Take it with them'), ('correction', 'Correct it'), ('erasure', 'Erase it'), ('restriction', 'Keep it and not use it'), ('objection', 'Object to its use')], max_length=12)),
                ('state', models.CharField(choices=[('received', 'Received'), ('proving', 'Who they are is to be proven'), ('working', 'In work'), ('done', 'Done'), ('refused', 'Refused'), ('withdrawn', 'Taken back')], default='received', max_length=10)),
                ('contact_id', models.BigIntegerField(db_index=True, null=True)),
                ('address', models.CharField(blank=True, default='', max_length=320)),
                ('wish', models.TextField(blank=True, default='')),
                ('via', models.CharField(choices=[('mail', 'E-mail'), ('page', 'Their own page'), ('phone', 'Phone'), ('letter', 'Letter'), ('counter', 'In person'), ('opendsr', 'OpenDSR'), ('api', 'REST API')], max_length=8)),
                ('law', models.CharField(choices=[('uu_pdp', 'UU PDP, 3 × 24 hours'), ('gdpr', 'GDPR, one month')], max_length=8)),
                ('received_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('extended_at', models.DateTimeField(null=True)),
                ('proof', models.CharField(blank=True, choices=[('', 'Not proven'), ('link', 'A link sent to their address'), ('document', 'A document'), ('known', 'Known in person'), ('call', 'A call back to their number'), ('sender', 'Whoever passed it on proved it')], default='', max_length=10)),
                ('proven_at', models.DateTimeField(null=True)),
                ('erasure_id', models.BigIntegerField(null=True)),
                ('export_id', models.BigIntegerField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('closed_at', None)), fields=['due_at'], name='request_due'), models.Index(fields=['-received_at'], name='request_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state__in', ['received', 'proving', 'working'])), models.Q(('closed_at__isnull', False), ('state__in', ['done', 'refused', 'withdrawn'])), _connector='OR'), name='what_is_closed_has_its_moment')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('received', 'Received'), ('link_sent', 'A link was sent to their address'), ('proven', 'Who they are is proven'), ('extended', 'The time was extended'), ('exported', 'The export was started'), ('handed_over', 'The export was sent to them'), ('erasing', 'The erasure was started'), ('erased', 'Everything about them is erased'), ('restricted', 'Their data are kept and not used'), ('objected', 'Nothing is sent or made for them any more'), ('done', 'Done'), ('refused', 'Refused'), ('withdrawn', 'Taken back')], max_length=12)),
                ('said', models.TextField(blank=True, default='')),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=40)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='requests.request')),
            ],
        ),
    ]
