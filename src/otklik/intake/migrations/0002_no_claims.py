from django.db import migrations, models


def wait_again(apps, schema_editor):
    apps.get_model("intake", "Envelope").objects.filter(state="claimed").update(state="new")


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [
        migrations.RunPython(wait_again, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="envelope", name="envelope_waiting"),
        migrations.RemoveField(model_name="envelope", name="claimed_at"),
        migrations.AlterField(
            model_name="envelope",
            name="state",
            field=models.CharField(
                choices=[("new", "New"), ("done", "Done"), ("ignored", "Ignored"), ("quarantined", "Quarantined")],
                default="new",
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="envelope",
            index=models.Index(condition=models.Q(("state", "new")), fields=["id"], name="envelope_waiting"),
        ),
    ]
