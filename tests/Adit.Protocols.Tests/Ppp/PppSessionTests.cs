using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Tests.Ppp;

public sealed class PppSessionTests
{
    [Fact]
    public void Two_ends_agree_on_keys_and_addresses_without_a_stall()
    {
        var pair = Pair.Default();

        pair.Run(() => pair.AreBothOpen);

        Assert.True(pair.AreBothOpen);
        Assert.True(pair.Now < Moment.Start + TimeSpan.FromMilliseconds(500), $"{pair.Now}");
        var (server, client) = (pair.Server.Told<PppEvent.Authenticated>(), pair.Client.Told<PppEvent.Authenticated>());
        Assert.Equal("User", server.Identity);
        Assert.Equal(server.Keys.Receive.ToArray(), client.Keys.Receive.ToArray());
        Assert.Equal(server.Keys.Send.ToArray(), client.Keys.Send.ToArray());
        var settings = pair.Client.Told<PppEvent.NetworkOpened>().Settings;
        Assert.Equal(pair.Server.Settings.Client, settings.Client);
        Assert.Equal(pair.Server.Settings.Server, settings.Server);
        Assert.Equal(pair.Server.Settings.Dns, settings.Dns);
    }

    [Fact]
    public void Every_loss_and_every_seed_ends_open_or_with_a_typed_failure()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var pair = Pair.Default(seed, loss: seed % 31 / 100.0);

            pair.Run(() => pair.AreBothOpen || pair.AreBothClosed);

            Assert.True(pair.AreBothOpen || pair.AreBothClosed, $"seed {seed}");
            if (!pair.AreBothOpen)
                Assert.True(pair.Server.Closed!.Failure is not null || pair.Client.Closed!.Failure is not null, $"seed {seed}");
        }
    }

    [Fact]
    public void Nearly_all_calls_come_through_a_loss_of_one_frame_in_five()
    {
        var open = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var pair = Pair.Default(seed, loss: 0.2);
            pair.Run(() => pair.AreBothOpen || pair.AreBothClosed);
            open += pair.AreBothOpen ? 1 : 0;
        }

        Assert.InRange(open, 190, 200);
    }

    [Fact]
    public void A_wrong_password_ends_both_ends_with_the_reason_each_can_know()
    {
        var pair = new Pair(
            new PppEnd(PppRole.Server, new PppOptions(), 1),
            new PppEnd(PppRole.Client, new PppOptions(), 2) { Password = "wrong" });

        pair.Run(() => pair.AreBothClosed);

        Assert.Equal(new WrongPassword(), pair.Server.Closed!.Failure);
        Assert.Equal(new PppFailure.Refused(691, MayRetry: true, "Access denied"), pair.Client.Closed!.Failure);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_open_call_closes_as_wished_on_both_ends_whoever_closes(bool byServer)
    {
        var pair = Pair.Default();
        pair.Run(() => pair.AreBothOpen);

        (byServer ? pair.Server : pair.Client).Session.Close(null, pair.Now);
        pair.Run(() => pair.AreBothClosed);

        Assert.Equal((null, null), (pair.Server.Closed!.Failure, pair.Client.Closed!.Failure));
        Assert.Null(pair.Server.Session.NextDeadline);
        Assert.Null(pair.Client.Session.NextDeadline);
    }

    [Theory]
    [InlineData(PppRole.Server)]
    [InlineData(PppRole.Client)]
    public void A_session_closed_before_it_began_says_so_once(PppRole role)
    {
        var end = new PppEnd(role, new PppOptions(), 1);

        end.Session.Close(null, Moment.Start);
        end.Session.Close(null, Moment.Start);
        end.Drain(Moment.Start, _ => Assert.Fail("There is nobody to speak to."));

        Assert.Equal([new PppEvent.Closed(null)], end.Events);
    }

    [Fact]
    public void A_link_that_goes_down_on_its_way_to_an_end_ends_with_the_reason_it_had()
    {
        var pair = Pair.Default();
        pair.Run(() => pair.AreBothOpen);
        pair.Server.Session.Close(new WrongPassword(), pair.Now);

        pair.Server.Session.HandleDown(pair.Now);
        pair.Server.Drain(pair.Now, _ => Assert.Fail("There is nowhere to send to."));

        Assert.Equal(new WrongPassword(), pair.Server.Closed!.Failure);
        Assert.Null(pair.Server.Session.NextDeadline);
    }

    [Fact]
    public void A_link_that_goes_down_by_itself_leaves_it_to_the_layer_below_to_say_why()
    {
        var pair = Pair.Default();
        pair.Run(() => pair.AreBothOpen);

        pair.Server.Session.HandleDown(pair.Now);
        pair.Server.Drain(pair.Now, _ => Assert.Fail("There is nowhere to send to."));

        Assert.Null(pair.Server.Closed);
        Assert.Equal((PppPhase.Dead, null), (pair.Server.Session.Phase, pair.Server.Session.NextDeadline));
    }

    [Fact]
    public void A_peer_that_falls_silent_is_found_out_by_both_ends()
    {
        var pair = Pair.Default();
        pair.Run(() => pair.AreBothOpen);

        pair.IsCut = true;
        pair.Run(() => pair.AreBothClosed);

        Assert.Equal(new PppFailure.PeerSilent(3), pair.Server.Closed!.Failure);
        Assert.Equal(new PppFailure.PeerSilent(3), pair.Client.Closed!.Failure);
    }

    [Fact]
    public void An_idle_call_stays_open()
    {
        var pair = Pair.Default();

        pair.Run(() => pair.Now > Moment.Start + TimeSpan.FromHours(2));

        Assert.True(pair.AreBothOpen);
    }

    [Fact]
    public void Packets_pass_as_they_are_in_the_agreed_header()
    {
        var pair = Pair.Default();
        pair.Run(() => pair.AreBothOpen);
        var header = pair.Client.Session.DataHeader;
        var frame = new byte[header.Length + 3];
        header.Write(frame, isIpv6: false);
        frame[header.Length] = 0x45;

        Assert.True(pair.Server.Session.TryReceive(frame, pair.Now, out var packet));

        Assert.Equal("450000", Convert.ToHexString(packet));
        Assert.Equal(1, header.Length);
    }

    [Fact]
    public void A_packet_allocates_nothing()
    {
        var pair = Pair.Default();
        pair.Run(() => pair.AreBothOpen);
        byte[] frame = [0x21, 0x45, 0, 0, 20];
        pair.Server.Session.TryReceive(frame, pair.Now, out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            pair.Server.Session.TryReceive(frame, pair.Now, out _);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_session_opened_twice_is_our_fault()
    {
        var session = new PppSession(PppRole.Client, new PppOptions(), new SeededRandom(1));
        session.Open(Moment.Start);

        Assert.Throws<InvalidOperationException>(() => session.Open(Moment.Start));
    }
}
