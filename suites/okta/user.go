package okta

import (
	"crypto/rand"
	"maps"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/fixtures"
)

// Schema URNs of RFC 7643 §8 and RFC 7644 §8.2 that Okta's requests carry.
const (
	UserSchema       = "urn:ietf:params:scim:schemas:core:2.0:User"
	GroupSchema      = "urn:ietf:params:scim:schemas:core:2.0:Group"
	EnterpriseSchema = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	PatchSchema      = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
)

// User is the profile that Okta holds of somebody who is assigned to the app.
type User struct {
	UserName    string
	GivenName   string
	FamilyName  string
	DisplayName string
	Email       string
	Locale      string
	ExternalID  string // Okta's id of the user: 00u and 17 letters and digits
	Password    string // see [Client.CreateUser]
	Active      bool
	Untyped     bool           // the e-mail address has no type, as of an app that maps none
	Extra       map[string]any // further top-level attributes, extension URNs included; they win
}

// Resource is what Okta would POST. Attributes whose field is empty are left
// out; groups is always there and empty. Extra may put null, "" or [] anywhere.
// Each extension URN of Extra is listed in schemas.
func (u User) Resource() Resource {
	shapes, err := fixtures.Okta()
	if err != nil {
		return nil
	}
	filled, err := shapes["create-user"].Fill(fixtures.Vars{
		"schemas": u.schemas(), "userName": u.UserName, "givenName": u.GivenName, "familyName": u.FamilyName,
		"email": u.Email, "displayName": u.DisplayName, "locale": u.Locale, "externalId": u.ExternalID,
		"password": u.Password, "active": u.Active,
	})
	if err != nil {
		return nil
	}
	r, _ := fixtures.Unordered(filled.Body).(map[string]any)
	for _, k := range []string{"userName", "displayName", "locale", "externalId", "password"} {
		if r[k] == "" {
			delete(r, k)
		}
	}
	name, _ := r["name"].(map[string]any)
	maps.DeleteFunc(name, func(_ string, v any) bool { return v == "" })
	if len(name) == 0 {
		delete(r, "name")
	}
	switch emails, _ := r["emails"].([]any); {
	case u.Email == "":
		delete(r, "emails")
	case u.Untyped:
		delete(emails[0].(map[string]any), "type")
	}
	for k, v := range u.Extra {
		r[k] = clone(v)
	}
	return r
}

func (u User) schemas() []any {
	out := []any{UserSchema}
	for _, k := range slices.Sorted(maps.Keys(u.Extra)) {
		if strings.HasPrefix(strings.ToLower(k), "urn:") {
			out = append(out, k)
		}
	}
	return out
}

// randomText gives n letters and digits.
func randomText(n int) string {
	text := rand.Text()
	for len(text) < n {
		text += rand.Text()
	}
	return strings.ToLower(text[:n])
}

// newPassword is random and means nothing, as in Okta's creates without password
// sync; it satisfies the usual rules of letters, digits and signs.
func newPassword() string { return "Aa1!" + randomText(20) }
