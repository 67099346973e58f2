from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

_, _IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Hashes what our own JavaScript modules import, so that an upgrade never mixes old modules with new ones.

    Other packages' scripts are left alone: a comment that looks like an import would be taken for one.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = ("js/*.js", _IMPORTS)
