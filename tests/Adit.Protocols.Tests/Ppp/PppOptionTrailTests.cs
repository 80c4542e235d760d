using Adit.Protocols.Ppp;

namespace Adit.Protocols.Tests.Ppp;

public sealed class PppOptionTrailTests
{
    [Fact]
    public void Of_the_peer_s_wishes_the_first_stay_and_of_what_was_granted_the_last()
    {
        var trail = new PppOptionTrail();

        trail.Note(PppProtocol.Lcp, PppWishes.Offered, [Mru(1500)]);
        trail.Note(PppProtocol.Lcp, PppWishes.Offered, [Mru(1400)]);
        trail.Note(PppProtocol.Lcp, PppWishes.Ours, [Mru(1500)]);
        trail.Note(PppProtocol.Lcp, PppWishes.Ours, [Mru(1300)]);

        Assert.Equal([("lcp.offered", "mru=1500"), ("lcp.chosen.ours", "mru=1300")], trail.Facts.Select(fact => (fact.Name, fact.Value)));
    }

    [Fact]
    public void A_request_without_options_is_told_from_none()
    {
        var trail = new PppOptionTrail();

        trail.Note(PppProtocol.Ipcp, PppWishes.Theirs, []);

        Assert.Equal([new PppOptionFact("ipcp.chosen.theirs", "none")], trail.Facts);
    }

    [Fact]
    public void What_a_peer_makes_up_is_bounded_and_shown_as_numbers()
    {
        var trail = new PppOptionTrail();

        trail.Note(PppProtocol.Lcp, PppWishes.Offered, [.. Enumerable.Range(100, 100).Select(type => new PppOption((byte)type, "\u001b[31m"u8.ToArray()))]);

        var fact = Assert.Single(trail.Facts);
        Assert.Equal(256, fact.Value.Length);
        Assert.StartsWith("option-100=", fact.Value, StringComparison.Ordinal);
        Assert.DoesNotContain(fact.Value, char.IsControl);
    }

    [Fact]
    public void Both_ends_of_a_call_have_the_same_story()
    {
        var pair = Pair.Default();

        pair.Run(() => pair.AreBothOpen);

        var (server, client) = (Read(pair.Server), Read(pair.Client));
        Assert.Equal(server["lcp.chosen.ours"], client["lcp.chosen.theirs"]);
        Assert.Equal(server["ipcp.chosen.theirs"], client["ipcp.chosen.ours"]);
        Assert.Contains($"address={pair.Server.Settings.Client}", server["ipcp.chosen.theirs"], StringComparison.Ordinal);
        Assert.Contains("address=0.0.0.0", server["ipcp.offered"], StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Read(PppEnd end) => end.Session.Options.ToDictionary(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal);

    private static PppOption Mru(ushort bytes) => new((byte)LcpOptionType.Mru, new[] { (byte)(bytes >> 8), (byte)bytes });
}
