package provider

import (
	"slices"
	"time"
)

// How to add a fault
//
// Put it into the file of its family (faults_<family>.go), as one more entry of the slice there: an entry with a short Apply,
// or the name of a function "func lookupCaseSensitive(b *Behaviours)" in the same file. Put a scenario that shows it into
// faults_<family>_test.go. Nothing else has to change; a family that outgrows its file gets a second one.
//
//   - Take the smallest behaviour that shows the defect: keep the old one (next := b.Match), put a function in its place, and
//     call next for everything that should stay right. Other behaviours are called through rq.Do, so that faults add up.
//   - State that lasts from request to request is a variable of Apply, guarded by a mutex: requests run at the same time. Key
//     it by rq.Tenant. Whatever is in the storage may be gone at the next request: it can be reset while a fault is on.
//   - What one wrapped behaviour has to tell another about the same request goes into Request.Note.
//   - Objects from the storage are shared: change a copy (Resource.Clone, clone). What Show, Envelope and the operations
//     return may be changed at the top level; values further down are shared too.
//   - Stay deterministic: no random numbers, no clock. A defect that needs a race gets one by a gap between two transactions,
//     held open by linger. Never wait within a transaction or with a mutex held: nobody else could get on.
//   - A failure of the software, not a refusal, is any error that is no *Error: it is answered 500.
//   - A defect that no client can see has NotOnWire, the reason, and no Apply.
//
// Which behaviour shows what:
//
//	a request that is refused or lost, slow answers      Serve, Handle
//	credentials, tenants                                 Authenticate; Route to change the tenant by the id asked for
//	paths and methods that do not exist                  Route
//	paging parameters                                    ParseQuery (rq.Query), Select, Envelope
//	text of a filter                                     ParseFilter
//	what a filter finds                                  Match; Select
//	media type, charset, size of a body                  ReadBody (rq.Raw), Decode (rq.Body)
//	an attribute that is refused, dropped or altered     Normalise; Build for POST, Merge for PUT, ApplyOperation for PATCH
//	a value that is shown wrong and stored right         Render; Members, Groups, Role, Location for theirs
//	a whole answer: status, body, headers                Create, Get, List, Replace, Patch, Delete; Send for all
//	errors                                               Fail
//	missing or hidden resources                          Load, Select
//	PATCH                                                ParsePatch, ApplyPatch (all operations), ApplyOperation (one)
//	membership                                           ChangeMembers, CheckMember
//	uniqueness, seats, required attributes               CheckUnique, TakeSeat, Validate
//	what a change does besides                           Store (before and after), Remove
//	half-done writes, lost updates                       Write

// Fault is one way in which the server can be told to misbehave, as a real product did.
type Fault struct {
	ID        string // "lookup-username-case-sensitive"
	Category  string // "user-lookup"
	Level     string // Must or Should
	Story     string // what goes wrong and what an Okta admin sees of it, in one sentence
	Source    string // where it was reported: a URL or the name of a document
	NotOnWire string // why no client can see it; Apply is nil then

	// Apply replaces or wraps behaviours. It runs each time the fault is turned on.
	Apply func(*Behaviours)
}

// The levels of a Fault.
const (
	Must   = "must"   // provisioning by Okta breaks, or access or data is wrong
	Should = "should" // not as the RFC says, but Okta copes
)

// Faults lists all faults, by family.
func Faults() []Fault {
	return slices.Concat(
		connectorFaults(),
		authFaults(),
		lookupFaults(),
		createFaults(),
		updateFaults(),
		deactivateFaults(),
		reactivateFaults(),
		deleteFaults(),
		groupFaults(),
		memberFaults(),
		pagingFaults(),
		errorFaults(),
		roleFaults(),
		seatFaults(),
		headerFaults(),
		robustnessFaults(),
		togetherFaults(),
		lastingFaults(),
	)
}

func findFault(id string) (Fault, error) {
	all := Faults()
	ids := make([]string, len(all))
	for i, f := range all {
		if f.ID == id {
			return f, nil
		}
		ids[i] = f.ID
	}
	return Fault{}, unknown("fault", id, ids)
}

// linger holds a gap open in which other requests can come between: a race is lost for certain, not now and then. It ends
// early when the client goes away.
func linger(rq *Request) {
	wait(rq, 30*time.Millisecond)
}

// wait lets time pass, as long as the client is there.
func wait(rq *Request, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-rq.HTTP.Context().Done():
	}
}
