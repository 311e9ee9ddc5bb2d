package org_test

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// A push that is under way makes a mapping active again between the two requests that end it.
func TestEndPush(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var asked []string
	refuse := 2
	var waited []time.Duration
	c := client(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, r.Method+" "+r.URL.RequestURI())
		w.Header().Set("Content-Type", "application/json")
		switch {
		case r.Method == http.MethodPatch:
			fmt.Fprint(w, `{"id":"gPm1","status":"INACTIVE"}`)
		case refuse > 0:
			refuse--
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"errorCode":"E0000001","errorSummary":"must be INACTIVE"}`)
		default:
			w.WriteHeader(http.StatusNoContent)
		}
	}), noWait(&waited))
	if err := c.EndPush(t.Context(), appID, "gPm1"); err != nil {
		t.Fatal(err)
	}
	path := "/api/v1/apps/" + appID + "/group-push/mappings/gPm1"
	pair := []string{"PATCH " + path, "DELETE " + path + "?deleteTargetGroup=true"}
	if want := slices.Concat(pair, pair, pair); !slices.Equal(asked, want) || len(waited) != 2 {
		t.Errorf("asked %q, waited %v", asked, waited)
	}
	refuse = 99
	wantError(t, c.EndPush(t.Context(), appID, "gPm1"), false, "removing the push", "must be INACTIVE")
}
