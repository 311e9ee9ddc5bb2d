package kit

import (
	"errors"
	"fmt"
	"hash/crc32"
	"strings"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// Level says how bad a failure is.
type Level = result.Level

const (
	Must   = result.Must
	Should = result.Should
)

// The grounds of a check.
const (
	Recorded   = result.Recorded
	OktaTest   = result.OktaTest
	Documented = result.Documented
	Assumed    = result.Assumed
	RFC        = result.RFC
	Safety     = result.Safety
)

// GroundOf is the evidence of a check that is one of several of either level: a must
// rests on recorded requests, and a should on the other ground.
func GroundOf(l Level, should result.Evidence) result.Evidence {
	if l == Must {
		return Recorded
	}
	return should
}

// LevelOfFilter is should for a lookup of a text that a filter escapes: how Okta
// writes it is not recorded.
func LevelOfFilter(text string) Level {
	if strings.ContainsAny(text, `"\`) {
		return Should
	}
	return Must
}

// Area is a family of checks.
type Area string

// The areas, in the order of reports.
const (
	Connector    Area = "connector"
	Auth         Area = "auth"
	LookupArea   Area = "lookup"
	Create       Area = "create"
	Update       Area = "update"
	Deactivate   Area = "deactivate"
	Reactivate   Area = "reactivate"
	Groups       Area = "groups"
	Members      Area = "members"
	Import       Area = "import"
	Errors       Area = "errors"
	Headers      Area = "headers"
	Roles        Area = "roles"
	Seats        Area = "seats"
	Robustness   Area = "robustness"
	Entitlements Area = "entitlements"
	Access       Area = "access"
	Pilot        Area = "pilot"
	Org          Area = "org"
)

// Areas lists every area in the order of reports. The checks of Pilot need a
// roster, so they are not in Catalogue: package suites/pilot has them.
func Areas() []Area {
	return []Area{Connector, Auth, LookupArea, Create, Update, Deactivate, Reactivate, Groups,
		Members, Import, Errors, Headers, Roles, Seats, Robustness, Entitlements, Access, Pilot, Org}
}

// Check is one requirement, verified once a dialect.
type Check struct {
	// ID never changes its meaning and is never reused: "users.deactivate.by-id".
	ID    string
	Area  Area
	Level Level
	// Evidence is that of the requests, or of the requirement. A must rests on more
	// than an assumption.
	Evidence result.Evidence
	// Subject is whom or what the check is about when one requirement is checked
	// for many: a userName of a roster, a group. Empty for most.
	Subject string
	// For are the subjects for each of whom the check runs; empty for an ordinary one.
	For []Subject
	// Depth is the least at which the check runs; empty for the standard one.
	Depth Depth
	// within is the depth of the run, where it has one.
	within Depth
	// Subjects is how many a check is about that judges many at once; 0 for one.
	Subjects int
	// Title is the requirement in one sentence, without a full stop.
	Title string
	// Why says what Okta does with it: why a failure matters.
	Why string
	// Symptom is what an Okta admin would see if it failed.
	Symptom string
	// Refs are the sources: "RFC 7644 §3.5.2", "Okta SPEC step 9", "OIN C9316", a URL.
	Refs []string
	// PerDialect runs the check once in each of the run's dialects; otherwise it
	// runs once. Only limits it to some of them.
	PerDialect bool
	Only       []okta.Dialect
	// Needs are the features the app must have, by the profile.
	Needs []Need
	// Serial checks run alone: they count what the whole tenant holds.
	Serial bool
	// Late checks look back on what the others did: they run after all that do not
	// run alone.
	Late bool
	// Ruins is for checks that send what Okta never does, such as malformed bodies: they run last of all, so that what the
	// app makes of it is told by them alone.
	Ruins bool
	// Once checks go on with what others began: they are not run again after a
	// failure that may pass.
	Once bool
	// Exclusive names what checks share in the tenant: those with the same name
	// never run at the same time.
	Exclusive Share
	// Journey is the sequence of Okta's whose outcome the check looks at.
	Journey Sequence
	// Creates is how many users at most the check makes when that is more than a
	// handful.
	Creates int
	// Body verifies the requirement and reports every problem it finds.
	Body func(*T)
}

// Share is something of which a tenant, or a run, has one only.
type Share string

const (
	// MappedGroups are the names that the profile maps to roles.
	MappedGroups Share = "mapped groups"
	// Crowd are the many users whom a run makes once for imports and large groups.
	Crowd Share = "crowd"
)

// Need is a feature that a profile can leave out; a check that needs it is then
// unsupported, not failed.
type Need string

// Features of an app profile.
const (
	NeedPushUsers    Need = "push-new-users"
	NeedUpdates      Need = "push-profile-updates"
	NeedDeactivate   Need = "deactivate-users"
	NeedGroups       Need = "push-groups"
	NeedImport       Need = "import"
	NeedPassword     Need = "sync-password"
	NeedRoles        Need = "roles"
	NeedGroupRoles   Need = "roles of groups"
	NeedPushedRoles  Need = "roles as an attribute"
	NeedSeats        Need = "seats"
	NeedEntitlements Need = "entitlements"
	NeedAccess       Need = "access"
	NeedUserSchema   Need = "import-user-schema"
	NeedRevokedToken Need = "revoked token"
	NeedSecondToken  Need = "second token"
	NeedOtherTenant  Need = "other tenant's token"
)

// Validate has an error for everything a check leaves out or gets wrong.
func (c Check) Validate() error {
	var wrong []string
	for what, bad := range map[string]bool{
		"no id": c.ID == "", "no area": c.Area == "", "no title": c.Title == "",
		"title ends in a full stop":                    strings.HasSuffix(c.Title, "."),
		"a journey beside what is Serial or Exclusive": c.Journey.Name != "" && (c.Serial || c.Exclusive != ""),
		"no symptom": c.Symptom == "", "no refs": len(c.Refs) == 0, "no body": c.Body == nil,
		"level is neither must nor should":           c.Level != Must && c.Level != Should,
		"id is not made of a-z, 0-9, dot and hyphen": strings.Trim(c.ID, "abcdefghijklmnopqrstuvwxyz0123456789.-") != "",
	} {
		if bad {
			wrong = append(wrong, what)
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	return fmt.Errorf("check %q: %s", c.ID, strings.Join(wrong, ", "))
}

// DialectNames are the dialects in which the check sends different requests;
// empty when it sends the same in all.
func (c Check) DialectNames() []string {
	var out []string
	for _, d := range c.dialects([]okta.Dialect{okta.AIW, okta.OIN}) {
		if d != "" {
			out = append(out, string(d))
		}
	}
	return out
}

// InArea puts an area and common needs on its checks.
func InArea(area Area, needs []Need, checks []Check) []Check {
	for i := range checks {
		checks[i].Area = area
		checks[i].Needs = append(append([]Need(nil), needs...), checks[i].Needs...)
	}
	return checks
}

// MustReadUser is a user as it is now; the check is blocked when it cannot be
// read.
func (t *T) MustReadUser(id string) okta.Resource {
	r, problems := t.ByID(id)
	t.Require(ReadUser, problems)
	return r
}

// MustReadGroup is a group as it is now.
func (t *T) MustReadGroup(id string) okta.Resource {
	r, problems := t.GroupByID(id)
	t.Require(ReadGroup, problems)
	return r
}

// UnknownID is an id that no server has given out, of the form of that in Okta's SPEC test. Each check has its own: an app
// that makes a user of an unknown id must not fail the others.
func (t *T) UnknownID() string {
	id := fmt.Sprintf("0091928822%07d", crc32.ChecksumIEEE([]byte(t.check.ID+string(t.dialect)))%10_000_000)
	t.Session.MadeUp(id)
	return id
}

// Holds reads a user by id and has the problems that want finds in it.
func (t *T) Holds(id string, want func(okta.Resource) []check.Problem) []check.Problem {
	r, problems := t.ByID(id)
	if len(problems) > 0 {
		return problems
	}
	return check.In("GET /Users/{id}", want(r)...)
}

// Validate has an error for every incomplete check and every id that is used
// twice for one subject.
func Validate(checks []Check) error {
	var all []error
	type key struct{ id, subject string }
	seen := map[key]bool{}
	for _, c := range checks {
		if err := c.Validate(); err != nil {
			all = append(all, err)
		}
		k := key{c.ID, c.Subject}
		if seen[k] {
			all = append(all, fmt.Errorf("check %q: the id is used twice%s", c.ID, of(c.Subject)))
		}
		seen[k] = true
	}
	return errors.Join(all...)
}

func of(subject string) string {
	if subject == "" {
		return ""
	}
	return fmt.Sprintf(" for %q", subject)
}
