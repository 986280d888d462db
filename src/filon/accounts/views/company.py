"""The set-up of the company: what it is, what it is called, how it approves."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from filon.accounts import services
from filon.accounts.forms import CompanyForm
from filon.accounts.http import UserRequest
from filon.accounts.models import CompanyProfile
from filon.accounts.policies import can_administer
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import public, with_right


@with_right(can_administer)
def setup(request: UserRequest) -> HttpResponse:
    """Show and write the company's particulars."""
    profile = services.company()
    form = CompanyForm(
        request.POST or None, request.FILES or None, initial=_initial(profile)
    )
    error = ""
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            services.company_update(values=values, actor=request.user, now=clock.now())
        except DomainError as refusal:
            error = str(refusal)
        else:
            messages.success(request, _("The company is set up."))
            return redirect("accounts:setup")
    context = {
        "title": _("Settings"),
        "subtitle": _("What documents print, and who is consulted and approves."),
        "form": form,
        "error": error,
        "fieldsets": _fieldsets(form),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/setup.html", context, status=status)


@public
def logo(request: UserRequest) -> HttpResponse:
    """Serve the company's logo."""
    profile = CompanyProfile.objects.filter(pk=1).first()
    if profile is None or not profile.logo:
        raise Http404
    response = HttpResponse(bytes(profile.logo), content_type=profile.logo_type)
    response["Cache-Control"] = "max-age=300, private"
    return response


def _initial(profile: CompanyProfile) -> dict[str, object]:
    names = [n for n in CompanyForm.base_fields if n not in {"logo", "departments"}]
    initial: dict[str, object] = {name: getattr(profile, name) for name in names}
    if not profile._state.adding:
        kinds = profile.departments.values_list("kind", flat=True)
        initial["departments"] = list(kinds)
    return initial


def _fieldsets(form: CompanyForm) -> list[tuple[str, list[object]]]:
    groups = [
        (_("Identity"), ["name", "legal_form", "share_capital", "siren", "siret"]),
        ("", ["rcs_city", "vat_number", "naf_code", "activity", "size", "logo"]),
        (_("Address"), ["address", "postcode", "city", "country"]),
        ("", ["phone", "email", "website"]),
        (
            _("Prices and approvals"),
            [
                "currency",
                "margin_floor_percent",
                "margin_target_percent",
                "free_discount_percent",
                "acceptance_proof",
            ],
        ),
        (_("Organization"), ["departments", "is_exam_centre"]),
    ]
    return [(legend, [form[name] for name in names]) for legend, names in groups]
