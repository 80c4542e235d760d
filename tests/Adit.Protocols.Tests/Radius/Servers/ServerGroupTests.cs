using Adit.Protocols.Radius;
using Adit.Protocols.Radius.Servers;

namespace Adit.Protocols.Tests.Radius.Servers;

public sealed class ServerGroupTests
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_request_gets_its_answer()
    {
        var world = new GroupWorld(GroupWorld.Server("a"));

        world.Ask(7);
        world.RunFor(_minute);

        Assert.Equal(7, Assert.IsType<GroupEvent.Answered>(Assert.Single(world.Told)).Ticket);
        Assert.Equal(0, world.Group.Waiting);
        Assert.Null(world.Group.NextDeadline);
    }

    [Fact]
    public void Every_request_is_signed_with_a_message_authenticator()
    {
        var world = new GroupWorld(GroupWorld.Server("a"));
        world.Ask(1);

        ReceivedRequest.TryReceive(world.Sent[0].Packet, GroupWorld.Secret, needsMessageAuthenticator: true, out var received);

        Assert.True(received!.HasMessageAuthenticator);
    }

    [Fact]
    public void A_request_that_is_lost_is_sent_again_as_it_was()
    {
        var world = new GroupWorld(GroupWorld.Server("a"));
        world.Answers[0] = false;
        world.Ask(1);
        world.Answers[0] = true;

        world.RunFor(_minute);

        Assert.Equal(world.Sent[0].Packet.ToArray(), world.Sent[1].Packet.ToArray());
        Assert.IsType<GroupEvent.Answered>(Assert.Single(world.Told));
    }

    [Fact]
    public void What_one_server_does_not_answer_the_next_one_does()
    {
        var world = new GroupWorld(GroupWorld.Server("a"), GroupWorld.Server("b", priority: 2));
        world.Answers[0] = false;

        world.Ask(1);
        world.RunFor(_minute);

        Assert.Equal([0, 0, 1], world.SentTo);
        Assert.Equal(1, Assert.IsType<GroupEvent.Answered>(Assert.Single(world.Told)).Server);
    }

    [Fact]
    public void A_request_that_nobody_answers_fails_with_its_code()
    {
        var world = new GroupWorld(GroupWorld.Server("a"), GroupWorld.Server("b"));
        (world.Answers[0], world.Answers[1]) = (false, false);

        world.Ask(1);
        world.RunFor(_minute);

        Assert.Equal("RAD-110", Assert.IsType<GroupEvent.Failed>(Assert.Single(world.Told)).Reason.Code);
    }

    [Fact]
    public void A_request_that_fits_no_packet_fails_with_its_code()
    {
        var world = new GroupWorld(GroupWorld.Server("a"));
        var request = new AccessRequest(new AccessCredentials.Pap("alice", new byte[129]), "s", "gw", "", null);

        world.Group.Ask(1, request.ToBytes(), server: null, world.Now);

        Assert.True(world.Group.TryTakeEvent(out var told));
        Assert.Equal("RAD-112", Assert.IsType<GroupEvent.Failed>(told).Reason.Code);
    }

    [Fact]
    public void More_requests_than_there_are_numbers_for_fail_with_their_code()
    {
        var world = new GroupWorld(GroupWorld.Server("a"));
        world.Answers[0] = false;
        for (var ticket = 0; ticket < 32 * 256; ticket++)
            world.Ask(ticket);
        Assert.Empty(world.Told);

        world.Ask(-1);

        Assert.Equal("RAD-113", Assert.IsType<GroupEvent.Failed>(Assert.Single(world.Told)).Reason.Code);
    }

    [Fact]
    public void No_two_requests_that_wait_share_port_and_number()
    {
        var world = new GroupWorld(GroupWorld.Server("a"));
        world.Answers[0] = false;

        for (var ticket = 0; ticket < 1000; ticket++)
            world.Ask(ticket);

        Assert.Equal(1000, world.Sent.Select(datagram => (datagram.Channel, datagram.Packet.Span[1])).Distinct().Count());
        Assert.Equal(3, world.Sent.Max(datagram => datagram.Channel));
    }

    [Fact]
    public void Five_losses_in_a_row_make_a_server_dead_and_the_next_ones_do_not_wait_for_it()
    {
        var world = Dead(probes: false);
        Assert.Contains(new GroupEvent.ServerChanged(0, IsUp: false), world.Told);
        world.Sent.Clear();

        world.Ask(100);

        Assert.Equal([1], world.SentTo);
    }

    [Fact]
    public void An_answer_between_losses_keeps_a_server_alive()
    {
        var world = new GroupWorld(GroupWorld.Server("a"));
        for (var ticket = 0; ticket < 20; ticket++)
        {
            world.Answers[0] = false;
            world.Ask(ticket);
            world.Answers[0] = true;
            world.RunFor(_minute);
        }

        Assert.DoesNotContain(world.Told, told => told is GroupEvent.ServerChanged);
    }

    [Fact]
    public void After_its_dead_time_a_server_gets_one_request_and_is_left_alone_again_where_it_does_not_answer()
    {
        var world = Dead(probes: false);
        world.RunFor(TimeSpan.FromSeconds(30));
        world.Sent.Clear();

        world.Ask(100);
        world.RunFor(TimeSpan.FromSeconds(4));
        world.Ask(101);
        world.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal([0, 1, 1], world.SentTo);
    }

    [Fact]
    public void A_dead_server_is_asked_whether_it_is_back_and_is_there_again_once_it_says_so()
    {
        var world = Dead(probes: true);
        world.RunFor(_minute);
        Assert.True(world.Sent.Count(datagram => datagram.Packet.Span[0] == (byte)RadiusCode.StatusServer) > 1);
        Assert.False(world.Group.Health[0].IsUp);
        world.Answers[0] = true;

        world.RunFor(_minute);
        world.Sent.Clear();
        world.Ask(100);

        Assert.Contains(new GroupEvent.ServerChanged(0, IsUp: true), world.Told);
        Assert.Equal([0], world.SentTo);
    }

    [Fact]
    public void Where_all_are_dead_each_is_tried_once_before_a_request_fails()
    {
        var world = Dead(probes: false);
        world.Answers[1] = false;
        for (var ticket = 200; ticket < 205; ticket++)
            world.Ask(ticket);
        world.RunFor(TimeSpan.FromSeconds(10));
        world.Sent.Clear();
        world.Answers[1] = true;

        world.Ask(300);
        world.RunFor(TimeSpan.FromSeconds(10));

        Assert.Equal([0, 1], world.SentTo);
        Assert.Contains(world.Told, told => told is GroupEvent.Answered { Ticket: 300 });
    }

    [Fact]
    public void A_conversation_stays_with_its_server_while_new_ones_go_elsewhere()
    {
        var world = Dead(probes: false);
        world.Answers[0] = true;
        world.Sent.Clear();

        world.Ask(100, server: 0);
        world.Ask(101);

        Assert.Equal([0, 1], world.SentTo);
    }

    [Fact]
    public void A_conversation_whose_server_is_gone_fails_and_never_reaches_another()
    {
        var world = new GroupWorld(GroupWorld.Server("a"), GroupWorld.Server("b"));
        world.Answers[0] = false;

        world.Ask(1, server: 0);
        world.RunFor(_minute);

        Assert.Equal([0, 0], world.SentTo);
        Assert.IsType<GroupEvent.Failed>(Assert.Single(world.Told));
    }

    [Fact]
    public void An_answer_that_comes_late_from_the_first_server_is_as_good()
    {
        var world = new GroupWorld(GroupWorld.Server("a"), GroupWorld.Server("b", priority: 2));
        world.Answers[1] = false;
        world.Way = _ => TimeSpan.FromSeconds(7);

        world.Ask(1);
        world.RunFor(_minute);

        Assert.Contains(world.Told, told => told is GroupEvent.Answered { Ticket: 1, Server: 0 });
        Assert.DoesNotContain(world.Told, told => told is GroupEvent.Failed);
    }

    [Fact]
    public void A_second_answer_to_the_same_request_is_dropped_and_counted()
    {
        var world = new GroupWorld(GroupWorld.Server("a"));
        world.Ask(1);
        world.RunFor(_minute);

        world.Deliver(0, 0, GroupWorld.Answer(world.Sent[0].Packet, GroupWorld.Secret));

        Assert.Equal(new GroupEvent.Dropped(0, RadiusFault.Unexpected), world.Told[^1]);
        Assert.Equal(1, world.Group.Health[0].Dropped);
    }

    [Fact]
    public void A_forged_answer_is_dropped_and_the_genuine_one_behind_it_counts()
    {
        var world = new GroupWorld(GroupWorld.Server("a"));
        world.Answers[0] = false;
        world.Ask(1);
        var genuine = GroupWorld.Answer(world.Sent[0].Packet, GroupWorld.Secret);
        byte[] forged = [.. genuine[..^1], (byte)(genuine[^1] ^ 1)];

        world.Deliver(0, 0, forged);
        world.Deliver(0, 0, genuine);

        Assert.Equal([new GroupEvent.Dropped(0, RadiusFault.WrongSecret)], world.Told[..1]);
        Assert.IsType<GroupEvent.Answered>(world.Told[1]);
    }

    [Fact]
    public void An_answer_of_another_secret_is_dropped()
    {
        var world = new GroupWorld(GroupWorld.Server("a"));
        world.Answers[0] = false;
        world.Ask(1);
        var again = SentRequest.TryCreate(GroupWorld.Request, world.Sent[0].Packet.Span[1], new RadiusSecret("another one"u8), new FixedBytes())!;

        world.Deliver(0, 0, GroupWorld.Answer(again.Packet, new RadiusSecret("another one"u8)));

        Assert.Equal([new GroupEvent.Dropped(0, RadiusFault.WrongSecret)], world.Told);
    }

    [Theory]
    [InlineData("")]
    [InlineData("02")]
    [InlineData("0200")]
    [InlineData("02000014000000000000000000000000000000000000000000")]
    public void Garbage_is_dropped(string datagram)
    {
        var world = new GroupWorld(GroupWorld.Server("a"));
        world.Answers[0] = false;
        world.Ask(1);

        world.Deliver(0, 0, Convert.FromHexString(datagram));

        Assert.IsType<GroupEvent.Dropped>(Assert.Single(world.Told));
    }

    [Fact]
    public void Weights_share_out_requests_among_servers_of_one_priority()
    {
        var world = new GroupWorld(
            GroupWorld.Server("a") with { Weight = 90 }, GroupWorld.Server("b") with { Weight = 10 }, GroupWorld.Server("c", priority: 2));

        for (var ticket = 0; ticket < 1000; ticket++)
        {
            world.Ask(ticket);
            world.RunFor(TimeSpan.FromSeconds(1));
        }

        Assert.DoesNotContain(2, world.SentTo);
        Assert.InRange(world.SentTo.Count(server => server == 1), 20, 400);
    }

    /// <summary>Loss and reordering with a seed: every request ends exactly once, and with an answer as long as one server is there.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Through_loss_and_reordering_every_request_ends_once(int seed)
    {
        var dice = new Random(seed);
        var world = new GroupWorld(GroupWorld.Server("a") with { Tries = 5 }, GroupWorld.Server("b") with { Tries = 5 });
        world.Way = _ => dice.Next(4) == 0 ? null : TimeSpan.FromMilliseconds(dice.Next(5000));

        for (var ticket = 0; ticket < 300; ticket++)
        {
            world.Ask(ticket);
            world.RunFor(TimeSpan.FromMilliseconds(dice.Next(200)));
        }

        world.RunFor(TimeSpan.FromMinutes(5));
        var ended = world.Told.Select(told => told switch
        {
            GroupEvent.Answered answered => answered.Ticket,
            GroupEvent.Failed failed => failed.Ticket,
            _ => -1,
        }).Where(ticket => ticket >= 0).Order().ToList();
        Assert.Equal(Enumerable.Range(0, 300).Select(ticket => (long)ticket), ended);
        Assert.Equal(0, world.Group.Health.Sum(server => server.Waiting));
    }

    /// <summary>The first of two servers has just been given up.</summary>
    private static GroupWorld Dead(bool probes)
    {
        var world = new GroupWorld(GroupWorld.Server("a") with { Probes = probes }, GroupWorld.Server("b", priority: 2) with { Probes = false });
        world.Answers[0] = false;
        for (var ticket = 0; ticket < 5; ticket++)
            world.Ask(ticket);
        world.RunFor(TimeSpan.FromSeconds(3));
        return world;
    }
}
