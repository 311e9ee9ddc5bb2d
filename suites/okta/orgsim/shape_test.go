package orgsim_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/suites/okta/orgsim"
)

// schema restates what Okta's API description says of an object: the names that
// it may have, those that its examples always have, and the values of some.
//
// Source: github.com/okta/okta-management-openapi-spec, management 2026.06.3,
// dist/current/management-minimal.yaml, components/schemas/<name> and the
// examples that the operations refer to, read on 2026-11-26.
type schema struct {
	name   string
	always string            // names, separated by blanks
	may    string            // further ones
	values map[string]string // of texts, separated by blanks
}

var (
	appSchema = schema{"SamlApplication", "id name label status lastUpdated created accessibility visibility features signOnMode credentials settings _links orn",
		"_embedded expressConfiguration licensing profile universalLogout", map[string]string{"status": "ACTIVE DELETED INACTIVE",
			"signOnMode": "AUTO_LOGIN BASIC_AUTH BOOKMARK BROWSER_PLUGIN OPENID_CONNECT SAML_1_1 SAML_2_0 SECURE_PASSWORD_STORE WS_FEDERATION"}}
	featureSchema = schema{"UserProvisioningApplicationFeature", "name status description capabilities _links", "",
		map[string]string{"name": "USER_PROVISIONING INBOUND_PROVISIONING", "status": "DISABLED ENABLED"}}
	connectionSchema = schema{"ProvisioningConnectionResponse", "status profile _links", "authScheme baseUrl",
		map[string]string{"status": "DISABLED ENABLED UNKNOWN", "authScheme": "OAUTH2 TOKEN UNKNOWN"}}
	appUserSchema = schema{"AppUser", "id externalId created lastUpdated scope status statusChanged passwordChanged syncState lastSync credentials profile _links", "_embedded",
		map[string]string{"scope": "USER GROUP", "syncState": "DISABLED ERROR OUT_OF_SYNC SYNCHRONIZED SYNCING",
			"status": "ACTIVE APPROVED DEPROVISIONED IMPLICIT IMPORTED INACTIVE MATCHED PENDING PROVISIONED REVOKED STAGED SUSPENDED UNASSIGNED"}}
	appGroupSchema = schema{"ApplicationGroupAssignment", "id priority lastUpdated profile _links", "_embedded", nil}
	pushSchema     = schema{"GroupPushMapping", "id created lastUpdated lastPush sourceGroupId targetGroupId status errorSummary _links", "appConfig",
		map[string]string{"status": "ACTIVE ERROR INACTIVE"}}
	userSchema = schema{"User", "id status created activated statusChanged lastLogin lastUpdated passwordChanged type profile credentials _links",
		"_embedded realmId transitioningToStatus", map[string]string{"status": "ACTIVE DEPROVISIONED LOCKED_OUT PASSWORD_EXPIRED PROVISIONED RECOVERY STAGED SUSPENDED"}}
	groupSchema = schema{"Group", "id created lastUpdated lastMembershipUpdated objectClass type profile _links", "_embedded",
		map[string]string{"type": "APP_GROUP BUILT_IN OKTA_GROUP"}}
	mappingListSchema = schema{"ListProfileMappings", "id source target _links", "", nil}
	mappingSchema     = schema{"ProfileMapping", "id source target properties _links", "", nil}
	eventSchema       = schema{"LogEvent", "actor authenticationContext client debugContext displayMessage eventType legacyEventType outcome published request securityContext severity target transaction uuid version",
		"", map[string]string{"severity": "DEBUG ERROR INFO WARN"}}
	userTypeSchema = schema{"UserType", "id name displayName description default created createdBy lastUpdated lastUpdatedBy _links", "", nil}
	orgSchema      = schema{"OrgSetting", "id companyName subdomain status created lastUpdated expiresAt _links",
		"address1 address2 city country endUserSupportHelpURL phoneNumber postalCode state supportPhoneNumber website", map[string]string{"status": "ACTIVE INACTIVE"}}
	errorSchema = schema{"Error", "errorCode errorSummary errorLink errorId errorCauses", "", nil}
)

// problems says where an object differs from its schema.
func (s schema) problems(o map[string]any) (out []string) {
	always, may := strings.Fields(s.always), strings.Fields(s.may)
	for _, name := range always {
		if _, ok := o[name]; !ok {
			out = append(out, name+" is missing")
		}
	}
	for name, v := range o {
		if !slices.Contains(always, name) && !slices.Contains(may, name) {
			out = append(out, name+" is unknown")
		}
		text, isText := v.(string)
		if values := s.values[name]; values != "" && (!isText || !slices.Contains(strings.Fields(values), text)) {
			out = append(out, fmt.Sprintf("%s is %v", name, v))
		}
	}
	return out
}

// In each of its states the org shows what the description allows.
func TestShapesOfTheDescription(t *testing.T) {
	t.Parallel()
	for _, problems := range [][]string{nil, {"app-inactive"}, {"create-off"}, {"connection-disabled"}, {"connection-auth-scheme"},
		{"push-inactive"}, {"push-error", "sync-failed", "create-failed", "app-refuses-token", "member-unassigned"}} {
		people := orgsim.People(4, "example.com")
		people[0].Assigned, people[3].Staged = true, true
		w := simulate(t, orgsim.Options{People: people, Groups: orgsim.Deal(people, []string{"Pilot"}), Problems: problems})
		w.want(200, "POST", "/api/v1/users/"+people[1].Login+"/lifecycle/suspend", nil)
		w.want(204, "DELETE", "/api/v1/users/"+people[2].Login, nil)
		group := w.want(200, "GET", "/api/v1/groups?q=pilot", nil).list[0]["id"].(string)
		mapping := w.want(200, "GET", "/api/v1/mappings", nil).list[0]["id"].(string)
		push := w.want(200, "GET", w.appPath("/group-push/mappings"), nil).list[0]
		for path, s := range map[string]schema{
			"/api/v1/apps": appSchema, w.appPath(""): appSchema, w.appPath("/features"): featureSchema, w.appPath("/connections/default"): connectionSchema,
			w.appPath("/users"): appUserSchema, w.appPath("/users?expand=user"): appUserSchema, w.appPath("/groups"): appGroupSchema,
			w.appPath("/groups/" + group): appGroupSchema, w.appPath("/group-push/mappings"): pushSchema,
			w.appPath("/group-push/mappings/" + push["id"].(string)): pushSchema, "/api/v1/users?search=id+pr": userSchema,
			"/api/v1/users/" + people[0].Login: userSchema, "/api/v1/groups": groupSchema, "/api/v1/groups/" + group: groupSchema,
			"/api/v1/groups/" + push["targetGroupId"].(string): groupSchema, "/api/v1/groups/" + group + "/users": userSchema,
			"/api/v1/mappings": mappingListSchema, "/api/v1/mappings/" + mapping: mappingSchema, "/api/v1/logs?limit=1000": eventSchema,
			"/api/v1/meta/types/user": userTypeSchema, "/api/v1/org": orgSchema,
		} {
			a := w.want(200, "GET", path, nil)
			all := a.list
			if a.object != nil {
				all = append(all, a.object)
			}
			if len(all) == 0 {
				t.Errorf("%v: %s is empty", problems, path)
			}
			for _, o := range all {
				if wrong := s.problems(o); wrong != nil {
					t.Errorf("%v: %s is no %s: %v", problems, path, s.name, wrong)
				}
			}
		}
		a := w.do("GET", "/api/v1/users/nobody", nil)
		if wrong := errorSchema.problems(a.object); wrong != nil {
			t.Errorf("an error: %v", wrong)
		}
	}
}

// The statuses that the description gives for the operations which change
// something: operation by operation in paths/*/responses of the same file.
func TestStatusesOfTheDescription(t *testing.T) {
	t.Parallel()
	people := orgsim.People(2, "example.com")
	w := simulate(t, orgsim.Options{People: people})
	user := "/api/v1/users/" + people[0].Login
	id := w.want(200, "GET", user, nil).object["id"].(string)
	group := w.want(200, "POST", "/api/v1/groups", `{"profile":{"name":"G"}}`).object["id"].(string)
	push := w.appPath("/group-push/mappings")
	for _, c := range []struct {
		status             int
		method, path, body string
	}{
		{200, "POST", user, `{"profile":{"title":"Boss"}}`},
		{200, "PUT", user, `{"profile":{"login":"` + people[0].Login + `","email":"x@example.com","firstName":"A","lastName":"B"}}`},
		{200, "POST", user + "/lifecycle/suspend", ""},
		{200, "POST", user + "/lifecycle/unsuspend", ""},
		{204, "PUT", "/api/v1/groups/" + group + "/users/" + id, ""},
		{200, "POST", w.appPath("/users"), `{"id":"` + id + `"}`},
		{200, "POST", w.appPath("/users/" + id), `{"profile":{"title":"Chief"}}`},
		{200, "PUT", w.appPath("/groups/" + group), `{"priority":3}`},
		{200, "PUT", w.appPath("/features/USER_PROVISIONING"), `{"update":{"profile":{"status":"ENABLED"}}}`},
		{200, "POST", w.appPath("/connections/default"), `{"baseUrl":"` + w.app.URL + `/scim/v2","profile":{"authScheme":"TOKEN","token":"scim-token"}}`},
		{204, "POST", w.appPath("/connections/default/lifecycle/deactivate"), ""},
		{204, "POST", w.appPath("/connections/default/lifecycle/activate"), ""},
		{201, "POST", push, `{"sourceGroupId":"` + group + `","targetGroupName":"G"}`},
		{204, "DELETE", w.appPath("/groups/" + group), ""},
		{204, "DELETE", w.appPath("/users/" + id), ""},
		{204, "DELETE", "/api/v1/groups/" + group + "/users/" + id, ""},
		{200, "PUT", "/api/v1/groups/" + group, `{"profile":{"name":"H"}}`},
		{204, "DELETE", "/api/v1/groups/" + group, ""},
		{200, "POST", user + "/lifecycle/deactivate", ""},
		{200, "POST", user + "/lifecycle/activate", ""},
		{204, "DELETE", user, ""},
		{204, "DELETE", user, ""},
		{404, "DELETE", user, ""},
	} {
		var body any
		if c.body != "" {
			body = c.body
		}
		a := w.want(c.status, c.method, c.path, body)
		if c.status == 204 && a.text != "" {
			t.Errorf("%s %s: 204 with %q", c.method, c.path, a.text)
		}
	}
}
