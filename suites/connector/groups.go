package connector

import (
	"time"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

const (
	refGroupsList = "Okta SCIM 2.0 reference: with groups, the connector test asks for GET /Groups?startIndex=1&count=100"
	refSpecGroups = "Okta SPEC step 10"
)

// specGroupsTime is the time that Okta's SPEC test allows for its group list.
const specGroupsTime = 600 * time.Millisecond

// groupChecks: the second half of the connector test, when the app
// pushes or imports groups.
func groupChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "connector.groups.answer", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "The group list that Test Connector Configuration asks for is answered 200 with a ListResponse",
			Why:     "With Push Groups or Import Groups switched on Okta asks for it right after the users.",
			Symptom: "The connector test fails for «Import Groups» or «Push Groups».",
			Refs:    []string{refGroupsList, refSpecGroups, kit.RefList},
			Body: func(t *kit.T) {
				t.Report(check.List(t.Okta.Send(t, "connector-groups", nil)))
			},
		},
		{
			ID: "connector.groups.bare", Level: kit.Must, Evidence: kit.OktaTest,
			Title:   "GET /Groups without paging parameters is answered 200 with a ListResponse",
			Why:     "Okta's SPEC test asks so.",
			Symptom: "Okta's SPEC test is red in its groups step.",
			Refs: []string{refSpecGroups,
				"RFC 7644 §3.4.2.4: without startIndex a list starts at 1, without count the server chooses"},
			Body: func(t *kit.T) {
				t.Report(check.List(t.Okta.Send(t, "groups-spec", nil)))
			},
		},
		{
			ID: "connector.groups.fast", Level: kit.Should, Evidence: kit.RFC,
			Title:   "GET /Groups is answered within 600 ms",
			Why:     "It is the one time limit of Okta's SPEC test. The best of three tries counts, so that the way to the server does not.",
			Symptom: "Okta's SPEC test is red in its groups step.",
			Refs:    []string{refSpecGroups},
			Body: func(t *kit.T) {
				best := time.Duration(0)
				for range 3 {
					a := t.Okta.Send(t, "groups-spec", nil)
					mustAnswer(t, kit.Setup{Check: "connector.groups.bare", Doing: kit.ListGroups.Doing}, a)
					if best == 0 || a.Elapsed < best {
						best = a.Elapsed
					}
					if best < specGroupsTime {
						return
					}
				}
				t.Failf("GET /Groups", "", "an answer within 600 ms", "%s, the best of three", best.Round(time.Millisecond))
			},
		},
		{
			ID: "connector.groups.numbers", Level: kit.Must, Evidence: kit.Recorded, Journey: listedGroups,
			Title:   "The group list says totalResults, itemsPerPage and startIndex as integers, and startIndex is the one asked for",
			Why:     "Okta reads them as integers, to import groups page by page.",
			Symptom: "Group imports repeat or pass over groups.",
			Refs:    []string{kit.RefList, refGroupsList},
			Body: func(t *kit.T) {
				a := t.Carried().Run.Answers[0]
				mustAnswer(t, kit.ListGroups, a)
				t.Report(check.PageNumbers(a, 1))
			},
		},
		{
			ID: "connector.groups.count", Level: kit.Must, Evidence: kit.Recorded, Journey: listedGroups,
			Title:   "The group list holds no more groups than Okta asks for with count",
			Why:     "A server without paging sends every group with all its members each time.",
			Symptom: "Group imports get slower with every group, until Okta gives up after 60 s.",
			Refs:    []string{"RFC 7644 §3.4.2.4"},
			Body: func(t *kit.T) {
				a := t.Carried().Run.Answers[0]
				t.Report(check.Status(a, 200), check.AtMost(a, 1))
			},
		},
		{
			ID: "connector.groups.no-hit", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "A group lookup without a hit shows Resources as an empty array",
			Why:     "Okta looks a group up before it pushes it, and does not cope with null or with Resources left out.",
			Symptom: "Pushing a new group fails before the group is created.",
			Refs:    []string{kit.RefNoResults, kit.RefList},
			Body: func(t *kit.T) {
				a := t.Okta.LookupGroup(t, t.GroupName())
				mustMissOrList(t, kit.MissGroup, a)
				t.Report(check.ResourcesArray(a))
			},
		},
		{
			ID: "connector.groups.shape", Level: kit.Must, Evidence: kit.Recorded, Journey: listedGroups,
			Title:   "Every listed group has schemas and an id",
			Why:     "Okta reads each resource of the list strictly. Groups of this run are judged in full: displayName and the members that are shown.",
			Symptom: "«Invalid SCIM data from SCIM implementation» on the connector test or the group import.",
			Refs:    []string{"RFC 7643 §3", "RFC 7643 §4.2"},
			Body: func(t *kit.T) {
				j := t.Carried()
				t.LookGroup(j, []kit.View{kit.ViewList}, check.GroupShape)
				for _, r := range kit.MustList(t, j.Run.Answers[1]) {
					if !kit.MadeByAnyRun(t, r) {
						t.Report(check.In("GET /Groups (import)", check.Of("id "+r.ID(), check.ForeignShape(r, check.GroupSchema)...)...))
					}
				}
			},
		},
		{
			ID: "connector.groups.read-first", Level: kit.Must, Evidence: kit.Recorded, Journey: listedGroups,
			Title:   "A listed group, read by id, is the same group",
			Why:     "The ids that a list gives are what every later request is made of.",
			Symptom: "Groups that were imported cannot be linked or pushed.",
			Refs:    []string{"RFC 7643 §3.1", refGroupsList},
			Body: func(t *kit.T) {
				j := t.Carried()
				t.LookGroup(j, []kit.View{kit.ViewList, kit.ViewByID}, kit.HasDisplayName(j.Group.Name))
			},
		},
	}
}

// listedGroups are two groups that were pushed, one with a member, and what Okta asks the list for then.
var listedGroups = kit.Sequence{Name: "list groups", Step: kit.ListGroups, Carry: func(t *kit.T, j *kit.Journey) {
	t.NewGroup() // a part of the list must say which part it is
	j.Person = t.NewUser()
	j.Group = t.NewGroup(j.Person)
	j.Run.Answers = []okta.Answer{t.Okta.ListGroups(t, 1, 1), t.Okta.Send(t, "connector-groups", nil)}
}}

// mustAnswer blocks the check unless the answer is a 200 with a JSON object.
func mustAnswer(t *kit.T, s kit.Setup, a okta.Answer) {
	t.Require(s, check.Status(a, 200), check.WithJSON(a))
}

// mustMissOrList blocks the check unless a lookup was answered 200 with a JSON
// object, or 404 with an Error, which Okta takes for a miss too.
func mustMissOrList(t *kit.T, s kit.Setup, a okta.Answer) {
	t.Require(s, check.Status(a, 200, 404), check.WithJSON(a))
}
