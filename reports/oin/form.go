package oin

import (
	"slices"
	"strings"

	"github.com/oktascim/oktascim/reports"
)

// form is the part of Okta's submission form about provisioning, as an integration with this app profile fills it in. It
// follows Okta's documentation; nobody here has seen the form.
type form struct {
	Properties []property
	Links      []string // results to link
	Kind       string   // of app; "" when the profile does not say
}

// property is a box of the form.
type property struct {
	Section, Label string
	Ticked         bool
	Key            string // of the profile that says so
}

func formOf(r *reports.Report) form {
	actions := strings.Split(r.Profile.Setting("okta.actions"), ", ")
	has := func(action string) bool { return slices.Contains(actions, action) }
	kind := r.Profile.Setting("okta.app")
	if len(r.AppKinds) == 1 {
		kind = r.AppKinds[0]
	}
	patches := func(kinds ...string) bool {
		return slices.Contains(kinds, kind) || kind == "" && slices.Contains(r.Dialects, "oin")
	}
	const users, groups, more = "User operations", "Group operations", "Further"
	f := form{Kind: kind, Properties: []property{
		{users, "Create", has("push-new-users"), "push-new-users"},
		{users, "Read (import)", has("import"), "import"},
		{users, "Update", has("push-profile-updates"), "push-profile-updates"},
		{users, "Deactivate", has("deactivate-users"), "deactivate-users"},
		{users, "Sync password", has("sync-password"), "sync-password"},
		{users, "Support PATCH for User", patches("wizard", "template"), "okta.app"},
		{groups, "Create, Read, Delete", has("push-groups"), "push-groups"},
		{groups, "Update (Uses PATCH)", has("push-groups") && patches("wizard", "wizard-no-patch", "template"), "okta.app"},
		{more, "Import User Schema", has("import-user-schema"), "import-user-schema"},
		{more, "Entitlements", has("entitlements"), "entitlements"},
	}, Links: []string{"SPEC test", "CRUD test"}}
	if has("entitlements") {
		f.Links[1] = "CRUD test with entitlements"
	}
	f.Links = append(f.Links, "Entitlements test (with entitlements only)")
	return f
}
