using Adit.Server.Configuration;
using Adit.Server.Sessions;

namespace Adit.Server.Tests.Sessions;

public sealed class SessionPlacesTests
{
    [Fact]
    public async Task Of_many_who_come_at_once_as_many_get_in_as_there_are_places()
    {
        var places = Create(new ServerLimits { Sessions = 10 });

        var entered = await Task.WhenAll(Enumerable.Range(0, 64).Select(user => Task.Run(() => places.Enter(NewPlace(), $"user{user}"))));

        Assert.Equal(10, entered.Count(result => result.Failure is null));
        Assert.Equal(54, entered.Count(result => result.Failure is LimitFailure.NoPlaceLeft));
    }

    [Fact]
    public async Task Of_a_user_who_comes_twice_at_once_one_gets_in()
    {
        var places = Create(new ServerLimits { SessionsPerUser = 1 });

        var entered = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => places.Enter(NewPlace(), "anna"))));

        Assert.Single(entered, result => result.Failure is null);
        Assert.Equal(15, entered.Count(result => result.Failure == new LimitFailure.UserHasEnough(1)));
    }

    [Fact]
    public void With_replace_the_oldest_loses_its_place_and_the_others_keep_theirs()
    {
        var places = Create(new ServerLimits { SessionsPerUser = 2, WhenReached = WhenReached.Replace });
        var (oldest, second) = (NewPlace(), NewPlace());
        places.Enter(oldest, "anna");
        places.Enter(NewPlace(), "berta");
        places.Enter(second, "ANNA");

        var (replaced, failure) = places.Enter(NewPlace(), "Anna");

        Assert.Null(failure);
        Assert.Same(oldest, Assert.Single(replaced));
        Assert.Same(second, Assert.Single(places.Enter(NewPlace(), "anna").Replaced));
    }

    [Fact]
    public void Whoever_replaces_needs_no_further_place()
    {
        var places = Create(new ServerLimits { Sessions = 1, SessionsPerUser = 1, WhenReached = WhenReached.Replace });
        places.Enter(NewPlace(), "anna");

        Assert.Null(places.Enter(NewPlace(), "anna").Failure);
        Assert.Equal(new LimitFailure.NoPlaceLeft(TunnelKind.Sstp, PlaceLimit.Sessions), places.Enter(NewPlace(), "berta").Failure);
    }

    [Fact]
    public void A_tunnel_with_no_ports_is_full_from_the_start()
    {
        var places = Create(new ServerLimits { Ports = new TunnelPorts { Sstp = 0 } });

        Assert.True(places.IsFull(TunnelKind.Sstp));
        Assert.False(places.HasAmpleRoom(TunnelKind.Sstp));
    }

    [Fact]
    public void A_place_given_back_is_free_again_and_given_back_once_only()
    {
        var places = Create(new ServerLimits { Sessions = 2 });
        var (first, second) = (NewPlace(), NewPlace());
        places.Enter(first, "anna");
        places.Enter(second, "anna");

        places.Leave(first);
        places.Leave(first);

        Assert.False(places.IsFull(TunnelKind.Sstp));
        places.Enter(NewPlace(), "berta");
        Assert.True(places.IsFull(TunnelKind.Sstp));
    }

    [Fact]
    public void A_call_that_ended_while_it_was_decided_on_takes_no_place()
    {
        var places = Create(new ServerLimits { Sessions = 1 });
        var gone = NewPlace();
        places.Leave(gone);

        places.Enter(gone, "anna");

        Assert.False(places.IsFull(TunnelKind.Sstp));
    }

    [Theory]
    [InlineData(100, 95, true)]
    [InlineData(100, 96, false)]
    [InlineData(1, 0, true)]
    [InlineData(1, 1, false)]
    public void There_is_ample_room_when_a_twentieth_is_free(int limit, int taken, bool isAmple)
    {
        var places = Create(new ServerLimits { Sessions = limit });
        for (var user = 0; user < taken; user++)
            places.Enter(NewPlace(), $"user{user}");

        Assert.Equal(isAmple, places.HasAmpleRoom(TunnelKind.Sstp));
    }

    private static SessionPlaces Create(ServerLimits limits) => new(new LiveConfiguration(new ServerConfiguration { Limits = limits }));

    private static SessionPlace NewPlace() => new(TunnelKind.Sstp, _ => Task.CompletedTask);
}
