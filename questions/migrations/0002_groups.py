from django.contrib.contenttypes.models import ContentType
from django.db import migrations

WHAT_EDITORS_KEEP = ["question", "keypoint", "tag"]


def make_groups(apps, schema_editor):
    """Permissions are rows that Django makes after all migrations, so those of the editors are made here."""
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    OldContentType = apps.get_model("contenttypes", "ContentType")
    Group.objects.get_or_create(name="Interviewers")
    editors, _ = Group.objects.get_or_create(name="Editors")
    for model in WHAT_EDITORS_KEEP:
        kind, _ = OldContentType.objects.get_or_create(app_label="questions", model=model)
        for verb in ("add", "change", "delete", "view"):
            name = {"keypoint": "key point"}.get(model, model)
            permission, _ = Permission.objects.get_or_create(
                content_type=kind, codename=f"{verb}_{model}", defaults={"name": f"Can {verb} {name}"}
            )
            editors.permissions.add(permission)
    # The permissions that follow look content types up in a cache that does not know these rows yet.
    ContentType.objects.clear_cache()


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=["Interviewers", "Editors"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, remove_groups)]
