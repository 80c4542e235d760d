using System.Net;
using Adit.Access.Logging;
using Adit.Access.Tests;
using Adit.Server.Logging;
using Adit.Server.Radius;

namespace Adit.Server.Tests.Logging;

public sealed class DiscardSumsTests : IAsyncDisposable
{
    private static readonly IPAddress _stranger = IPAddress.Parse("198.51.100.1");

    private readonly List<AccessLogEntry> _rows = [];
    private readonly DiscardSums _sums;

    public DiscardSumsTests() => _sums = new DiscardSums(new VirtualTime(), _rows.Add);

    public ValueTask DisposeAsync() => _sums.DisposeAsync();

    [Fact]
    public void A_flood_of_one_source_is_two_rows_a_minute()
    {
        for (var i = 0; i < 10_000; i++)
            _sums.Note(_stranger, null, new RadiusDiscard.UnknownClient());

        _sums.Flush();
        _sums.Flush();

        Assert.Equal([("198.51.100.1", "RAD-140", 1), ("198.51.100.1", "RAD-140", 9_999)], _rows.Select(row => (row.Client, row.Code, row.Count)));
    }

    [Fact]
    public void A_flood_of_many_sources_is_bounded_and_none_is_left_out()
    {
        for (var i = 0u; i < 10_000; i++)
            _sums.Note(new IPAddress(i), null, new RadiusDiscard.UnknownClient());
        _sums.Flush();

        Assert.InRange(_rows.Count, 1, 300);
        Assert.Equal(10_000, _rows.Sum(row => row.Count));
        Assert.Contains(_rows, row => row.Client == "others");
    }

    [Fact]
    public void Sources_and_causes_are_told_apart_but_not_the_addresses_of_one_network()
    {
        _sums.Note(_stranger, "office", new RadiusDiscard.WrongSecret());
        _sums.Note(_stranger, "office", new RadiusDiscard.NoMessageAuthenticator());
        _sums.Note(IPAddress.Parse("2001:db8::1"), null, new RadiusDiscard.Overloaded());
        _sums.Note(IPAddress.Parse("2001:db8::2"), null, new RadiusDiscard.Overloaded());
        _sums.Flush();

        Assert.Equal(
            [("office", "RAD-141", 1), ("office", "RAD-142", 1), ("2001:db8::/64", "RAD-144", 1), ("2001:db8::/64", "RAD-144", 1)],
            _rows.Select(row => (row.Client, row.Code, row.Count)));
    }
}
