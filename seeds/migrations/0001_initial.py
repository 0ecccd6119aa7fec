
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('commitments', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SeedEntry',
            fields=[
                ('key', models.CharField(help_text="The entry's `id` in its file.", max_length=40, primary_key=True, serialize=False)),
                ('fingerprint', models.CharField(help_text='SHA-256 of the entry.', max_length=64)),
                ('claim_version', models.PositiveIntegerField(help_text="The claim's version when the entry was loaded.")),
                ('claim', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='seed_entry', to='commitments.claim')),
            ],
        ),
    ]
