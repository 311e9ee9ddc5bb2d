package orgsim

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"github.com/oktascim/oktascim/suites/okta"
)

// object is a JSON object as the API shows it.
type object = map[string]any

// user is a person in the org. Status is one of STAGED, PROVISIONED, ACTIVE,
// SUSPENDED and DEPROVISIONED.
type user struct {
	id, status                                 string
	created, activated, statusChanged, updated time.Time
	profile                                    object
	password                                   bool
	queued                                     bool // his provisioning waits in the queue
	passwordChanged                            time.Time
}

func (u *user) text(attribute string) string { s, _ := u.profile[attribute].(string); return s }
func (u *user) login() string                { return u.text("login") }
func (u *user) name() string {
	return strings.TrimSpace(u.text("firstName") + " " + u.text("lastName"))
}

// live tells whether the user's apps are provisioned: active, and suspended too,
// whose accounts stay as they are.
func (u *user) live() bool { return u.status != "STAGED" && u.status != "DEPROVISIONED" }

// group is a group made in Okta, or one that is known to be in the app.
type group struct {
	id, name, description          string
	created, updated, membersMoved time.Time
	members                        map[string]bool // ids of users
	app                            bool            // an APP_GROUP
	builtIn                        bool            // Everyone
	external                       string          // an app group's SCIM id
}

// kind is the group's type in the API.
func (g *group) kind() string {
	switch {
	case g.app:
		return "APP_GROUP"
	case g.builtIn:
		return "BUILT_IN"
	default:
		return "OKTA_GROUP"
	}
}

// appUser is the assignment of a user to the app.
type appUser struct {
	user                                      *user
	direct                                    bool // assigned by hand; else by a group
	created, updated, statusChanged, lastSync time.Time
	status, syncState                         string
	userName, ownName                         string // as mapped; as given with the assignment
	externalID                                string // the SCIM id, once provisioned
	profile                                   object // by the app's attribute names
	own                                       object // of it, what was given with the assignment
	dirty                                     bool   // has something that was not pushed yet
	pushed                                    object // the profile as last pushed
}

// account is what Okta remembers of somebody's account in the app, beyond the
// end of an assignment.
type account struct {
	id     string // of SCIM
	active bool
}

// groupAssignment assigns a group's members to the app.
type groupAssignment struct {
	group    *group
	priority int
	updated  time.Time
	profile  object
}

// pushMapping is a group push mapping: ACTIVE, INACTIVE or ERROR.
type pushMapping struct {
	id, status, problem        string
	created, updated, lastPush time.Time
	source, target             *group
	name                       string                 // the target's name as it should be
	started                    bool                   // was looked up in the app, and created or linked
	pushed                     map[string]okta.Member // by SCIM id
	queued, whole              bool                   // a push waits; of all members
}

// app is an app integration.
type app struct {
	id, name, label, signOn, status string
	created, updated                time.Time
	scim                            bool // has provisioning

	// what follows is of apps with provisioning
	provisioning                    bool // the SCIM integration is switched on
	create, update, deactivate      bool // capabilities of USER_PROVISIONING
	connection, authScheme, baseURL string
	mapping                         map[string]property
	userName                        string
	users                           map[string]*appUser // by user id
	accounts                        map[string]*account // by user id
	groups                          []*groupAssignment
	pushes                          []*pushMapping
}

// property is how one attribute of the app is mapped. With createOnly it is sent
// when the account is made, and never again (pushStatus DONT_PUSH).
type property struct {
	expression string
	createOnly bool
}

// sends tells whether anything at all is sent to the app.
func (a *app) sends() bool {
	return a.status == "ACTIVE" && a.provisioning && a.connection == "ENABLED"
}

// newID makes up an id of Okta's form: a prefix that tells the kind, 20 letters
// and digits in all. The same org makes the same ids in the same order.
func (o *Org) newID(prefix string) string {
	const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	o.made++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", prefix, o.made))
	text := []byte(prefix)
	for _, b := range sum {
		if len(text) == 20 {
			break
		}
		text = append(text, alphabet[int(b)%len(alphabet)])
	}
	return string(text)
}

// newToken makes up a secret.
func newToken() string { return "00" + rand.Text() + rand.Text()[:14] }
