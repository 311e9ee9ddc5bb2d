package orgcheck

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/okta/org"
)

// eventProvision starts the types of provisioning events: …user.push,
// …group_membership.add and so on (Okta's event types reference).
const eventProvision = "application.provision."

func (a *Audit) logChecks() []suites.Check {
	return []suites.Check{{
		ID: "org.log.provisioning", Level: suites.Must,
		Title:   "The System Log holds no provisioning error of the app",
		Why:     "Okta says nowhere else, in the app's own words, why it could not provision somebody.",
		Symptom: "«Automatic provisioning of user … to app … failed» in Dashboard > Tasks and in the System Log.",
		Refs:    []string{refLogs, refEvents, refGuide},
		Body: func(t *suites.T) {
			a.events(t, org.Failures, "no provisioning error", "")
		},
	}, {
		ID: "org.log.auth", Level: suites.Must,
		Title:   "The app did not refuse Okta's credentials",
		Why:     "A token that was replaced or revoked in the app ends all provisioning at once.",
		Symptom: "Provisioning stops for everybody: authentication failures in the System Log, and an e-mail to the admins.",
		Refs:    []string{refEvents, refGuide},
		Body: func(t *suites.T) {
			a.events(t, org.AuthFailed, "no authentication failure", remedyToken)
		},
	}, {
		ID: "org.log.rate-limit", Level: suites.Should,
		Title:   "The app did not slow Okta down by its rate limits",
		Why:     "Okta waits and tries again, ten times at most, then the change is lost.",
		Symptom: "Changes arrive late; rate limit events in the System Log.",
		Refs:    []string{refEvents},
		Body: func(t *suites.T) {
			a.events(t, org.RateLimited, "no rate limit event", remedyRateLimit)
		},
	}}
}

// events reports the events that the filter chooses, one problem a reason.
// Without a remedy each reason has its own, and only provisioning counts.
func (a *Audit) events(t *suites.T, filter, expected, remedy string) {
	all := must[[]org.LogEvent](t)(a.client.Logs(in(t), a.app, filter, a.since, a.until))
	if remedy == "" {
		all = slices.DeleteFunc(all, func(e org.LogEvent) bool { return !strings.HasPrefix(e.Type, eventProvision) })
	}
	hours := int(a.until.Sub(a.since).Round(time.Hour).Hours())
	for _, g := range byReason(all) {
		advice := remedyFor(g.reason, remedyLog)
		if remedy != "" {
			advice = remedy
		}
		t.Failf(fmt.Sprintf("System Log, last %d h, %s", hours, strings.Join(g.types, ", ")), expected,
			"%d × %s%s; last at %s. %s", g.count, strings.TrimRight(shown(g.reason), "."), g.whom(), g.last.UTC().Format(time.RFC3339), advice)
	}
}

// reasonGroup are events with the same reason.
type reasonGroup struct {
	reason string
	types  []string
	people []string
	count  int
	last   time.Time
}

func (g reasonGroup) whom() string {
	if len(g.people) == 0 {
		return ""
	}
	return " (" + some(g.people) + ")"
}

// byReason groups events by reason, the most frequent first. Names and
// addresses of those an event is about do not count.
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
		if !slices.Contains(g.types, e.Type) {
			g.types = append(g.types, e.Type)
		}
		if who := about(e); who != "" && !slices.Contains(g.people, who) {
			g.people = append(g.people, who)
		}
	}
	slices.SortStableFunc(groups, func(x, y *reasonGroup) int { return y.count - x.count })
	return groups
}

// about is whom an event is about: a person's address, or a group's name.
func about(e org.LogEvent) string {
	for _, kinds := range [][]string{{"User", "AppUser"}, {"UserGroup", "AppGroup"}} {
		for _, target := range e.Targets {
			if slices.Contains(kinds, target.Type) {
				if strings.Contains(target.Alternate, "@") {
					return target.Alternate
				}
				return target.Name
			}
		}
	}
	return ""
}

var (
	preamble = regexp.MustCompile(`^Automatic .{0,300}? to app .{0,300}? failed: `)
	address  = regexp.MustCompile(`[^\s"'<>:,;()]+@[^\s"'<>:,;()]+`)
)

// general is the reason of an event without the names of those it is about.
func general(e org.LogEvent) string {
	reason := e.Reason
	if reason == "" {
		reason = e.Message
	}
	reason = preamble.ReplaceAllString(reason, "")
	for _, t := range e.Targets {
		for _, name := range []string{t.Alternate, t.Name, t.ID} {
			if len(name) > 3 && name != "unknown" && t.Type != "AppInstance" {
				reason = strings.ReplaceAll(reason, name, "…")
			}
		}
	}
	return strings.TrimSpace(address.ReplaceAllString(reason, "…"))
}
