package orgcheck

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta/org"
)

// eventProvision starts the types of provisioning events: …user.push, …group_membership.add and so on (Okta's event
// types reference).
const eventProvision = "application.provision."

func (a *Audit) logChecks() []kit.Check {
	return []kit.Check{{
		ID: "org.log.provisioning", Level: kit.Must, Evidence: kit.Documented,
		Title:   "The System Log has no provisioning error of the app",
		Why:     "Only the System Log says, in the app's own words, why Okta could not provision a user.",
		Symptom: "«Automatic provisioning of user … to app … failed» in Dashboard > Tasks and in the System Log.",
		Refs:    []string{refLogs, refEvents, refGuide},
		Body:    func(t *kit.T) { a.events(t, org.Failures, "no provisioning error", "") },
	}, {
		ID: "org.log.auth", Level: kit.Must, Evidence: kit.Documented,
		Title:   "The app did not reject Okta's credentials",
		Why:     "A token that was replaced or revoked in the app stops all provisioning.",
		Symptom: "Provisioning stops for all users: authentication failures in the System Log, and an e-mail to the admins.",
		Refs:    []string{refEvents, refGuide},
		Body:    func(t *kit.T) { a.events(t, org.AuthFailed, "no authentication failure", remedyToken) },
	}, {
		ID: "org.log.rate-limit", Level: kit.Should, Evidence: kit.Documented,
		Title:   "The app did not slow Okta down by its rate limits",
		Why:     "Okta waits and retries, ten times at most; then the change is lost.",
		Symptom: "Changes arrive late; rate limit events in the System Log.",
		Refs:    []string{refEvents},
		Body:    func(t *kit.T) { a.events(t, org.RateLimited, "no rate limit event", remedyRateLimit) },
	}}
}

// events reports the events that the filter selects, one problem a reason. Without a remedy each reason has its own,
// and only provisioning counts.
func (a *Audit) events(t *kit.T, filter, expected, remedy string) {
	all := must[[]org.LogEvent](t)(a.client.Logs(in(t), a.app, filter, a.since, a.until))
	if remedy == "" {
		all = slices.DeleteFunc(all, func(e org.LogEvent) bool { return !strings.HasPrefix(e.EventType, eventProvision) })
	}
	hours := int(a.until.Sub(a.since).Round(time.Hour).Hours())
	for _, g := range byReason(all) {
		advice := remedy
		if advice == "" {
			advice = remedyFor(g.reason, remedyLog)
		}
		t.Failf("", fmt.Sprintf("System Log, last %d h, %s", hours, strings.Join(g.types, ", ")), expected,
			"%d × %s%s; last at %s. %s", g.count, strings.TrimRight(shown(g.reason), "."), g.whom(),
			g.last.UTC().Format(time.RFC3339), advice)
	}
}

// reasonGroup are events with the same reason.
type reasonGroup struct {
	reason string
	types  []string
	names  []string // of users or groups
	count  int
	last   time.Time
}

func (g reasonGroup) whom() string {
	if len(g.names) == 0 {
		return ""
	}
	return " (" + some(g.names) + ")"
}

// byReason groups events by reason, the most frequent first. Names and addresses in a reason do not count.
func byReason(events []org.LogEvent) []*reasonGroup {
	var groups []*reasonGroup
	for _, e := range events {
		reason := general(e)
		i := slices.IndexFunc(groups, func(g *reasonGroup) bool { return g.reason == reason })
		if i < 0 {
			i = len(groups)
			groups = append(groups, &reasonGroup{reason: reason})
		}
		g := groups[i]
		g.count++
		if e.Published.After(g.last) {
			g.last = e.Published
		}
		if !slices.Contains(g.types, e.EventType) {
			g.types = append(g.types, e.EventType)
		}
		if name := about(e); name != "" && !slices.Contains(g.names, name) {
			g.names = append(g.names, name)
		}
	}
	slices.SortStableFunc(groups, func(x, y *reasonGroup) int { return y.count - x.count })
	return groups
}

// about is the subject of an event: a user's address, or a group's name.
func about(e org.LogEvent) string {
	for _, kinds := range [][]string{{"User", "AppUser"}, {"UserGroup", "AppGroup"}} {
		for _, target := range e.Target {
			if slices.Contains(kinds, target.Type) {
				if strings.Contains(target.AlternateID, "@") {
					return target.AlternateID
				}
				return target.DisplayName
			}
		}
	}
	return ""
}

var (
	preamble = regexp.MustCompile(`^Automatic .{0,300}? to app .{0,300}? failed: `)
	address  = regexp.MustCompile(`[^\s"'<>:,;()]+@[^\s"'<>:,;()]+`)
)

// general is the reason of an event without the names of users and groups.
func general(e org.LogEvent) string {
	reason := e.Outcome.Reason
	if reason == "" {
		reason = e.DisplayMessage
	}
	reason = preamble.ReplaceAllString(reason, "")
	for _, t := range e.Target {
		for _, name := range []string{t.AlternateID, t.DisplayName, t.ID} {
			if len(name) > 3 && name != "unknown" && t.Type != "AppInstance" {
				reason = strings.ReplaceAll(reason, name, "…")
			}
		}
	}
	return strings.TrimSpace(address.ReplaceAllString(reason, "…"))
}
