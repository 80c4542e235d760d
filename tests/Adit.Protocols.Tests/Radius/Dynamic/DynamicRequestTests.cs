using System.Net;
using System.Text;
using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Filtering;
using Adit.Protocols.Radius;
using Adit.Protocols.Radius.Dynamic;

namespace Adit.Protocols.Tests.Radius.Dynamic;

public sealed class DynamicRequestTests
{
    private const byte Disconnect = 40;
    private const byte Change = 43;

    private static readonly byte[] _session = Attribute(44, "s-1");
    private static readonly byte[] _oneHour = Attribute(27, [0, 0, 0x0e, 0x10]);

    [Fact]
    public void What_names_a_session_is_read()
    {
        byte[] message =
        [
            Disconnect, .. _session, .. Attribute(1, "ann"), .. Attribute(31, "192.0.2.9"), .. Attribute(8, [10, 0, 0, 7]), .. Attribute(32, "gw"),
            .. Attribute(4, [10, 0, 0, 1]), .. Attribute(55, [0x60, 0, 0, 0]),
        ];

        Assert.Equal(ErrorCause.None, DynamicRequest.TryParse(message, out var request));

        Assert.Equal(("s-1", "ann", "192.0.2.9", "gw"), (request.SessionId, request.UserName, request.CallingStationId, request.NasIdentifier));
        Assert.Equal("10.0.0.7", request.FramedIpAddress.ToString());
        Assert.Equal((IPAddress.Parse("10.0.0.1"), 0x60000000u), (request.NasAddress, request.EventTimestamp));
    }

    [Fact]
    public void What_is_to_change_is_read()
    {
        Assert.Equal(ErrorCause.None, DynamicRequest.TryParse((byte[])[Change, .. _session, .. _oneHour, .. Attribute(28, [0, 0, 0, 60])], out var request));

        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromMinutes(1)), (request.Change.SessionTimeout, request.Change.IdleTimeout));
    }

    [Fact]
    public void One_that_names_no_session_lacks_an_attribute() => Assert.Equal(ErrorCause.MissingAttribute, Judge(Disconnect, Attribute(32, "gw")));

    [Fact]
    public void One_that_changes_nothing_lacks_an_attribute() => Assert.Equal(ErrorCause.MissingAttribute, Judge(Change, _session));

    [Fact]
    public void Filters_the_interval_of_reports_and_all_classes_are_read()
    {
        var filter = PacketFilterAttributes.Write(
            [new PacketFilter(PacketDirection.In, IsIpv6: false, DropsOthers: true, [new PacketRule(IpProtocol.Tcp, PacketRule.AnyIpv4, null, PacketRule.AnyIpv4, 443)])], isIpv6: false);
        byte[] message =
        [
            Change, .. _session, .. Attribute(26, [0, 0, 1, 0x37, 22, (byte)(filter.Length + 2), .. filter]),
            .. Attribute(25, [1, 2]), .. Attribute(25, [3]), .. Attribute(85, [0, 0, 0, 90]),
        ];

        Assert.Equal(ErrorCause.None, DynamicRequest.TryParse(message, out var request));

        Assert.Equal((true, PacketDirection.In, null), (request.Change.Filters![0].DropsOthers, request.Change.Filters[0].Direction, request.Change.Ipv6Filters));
        Assert.Equal(["0102", "03"], request.Change.Classes.Select(one => Convert.ToHexString(one.Span)));
        Assert.Equal(TimeSpan.FromSeconds(90), request.Change.InterimInterval);
        Assert.Equal("interval of reports, filters, class", $"{request.Change}");
    }

    [Fact]
    public void Rates_are_read_from_one_attribute_or_from_two()
    {
        byte[] up = [7, 6, 0, 0x1e, 0x84, 0x80], down = [8, 6, 1, 0x31, 0x2d, 0];
        foreach (var rates in new byte[][] { [.. Wispr(up), .. Wispr(down)], Wispr([.. up, .. down]) })
        {
            Assert.Equal(ErrorCause.None, DynamicRequest.TryParse((byte[])[Change, .. _session, .. rates], out var request));
            Assert.Equal((2_000_000u, 20_000_000u), (request.Change.UploadRate, request.Change.DownloadRate));
        }
    }

    [Theory]
    [InlineData("0706000000ff", ErrorCause.InvalidAttributeValue)] // no rate that could be meant
    [InlineData("070400ff", ErrorCause.InvalidAttributeValue)]
    [InlineData("0906001e8480", ErrorCause.UnsupportedAttribute)]
    [InlineData("07", ErrorCause.InvalidRequest)]
    public void A_rate_that_cannot_be_followed_is_refused(string attribute, ErrorCause cause) =>
        Assert.Equal(cause, Judge(Change, [.. _session, .. _oneHour, .. Wispr(Convert.FromHexString(attribute))]));

    private static byte[] Wispr(byte[] attributes) => Attribute(26, [0, 0, 0x37, 0x2a, .. attributes]);

    [Fact]
    public void New_filters_of_one_family_leave_those_of_the_other()
    {
        PacketFilter[] former =
        [
            new(PacketDirection.In, IsIpv6: false, DropsOthers: true, []), new(PacketDirection.Out, IsIpv6: false, DropsOthers: true, []),
            new(PacketDirection.In, IsIpv6: true, DropsOthers: true, []),
        ];
        PacketFilter next = new(PacketDirection.In, IsIpv6: false, DropsOthers: false, []);

        Assert.Equal([next, former[2]], new SessionChange { Filters = [next] }.Replace(former));
    }

    [Fact]
    public void A_filter_that_cannot_be_read_is_an_invalid_value() =>
        Assert.Equal(ErrorCause.InvalidAttributeValue, Judge(Change, [.. _session, .. _oneHour, .. Attribute(26, [0, 0, 1, 0x37, 22, 3, 1])]));

    [Fact]
    public void One_that_wants_the_authority_asked_anew_brings_a_state_and_nothing_that_changes()
    {
        byte[] authorizeOnly = [.. _session, .. Attribute(6, [0, 0, 0, 17])];

        Assert.Equal(ErrorCause.None, DynamicRequest.TryParse((byte[])[Change, .. authorizeOnly, .. Attribute(24, "state")], out var request));
        Assert.Equal((true, "state"), (request.IsAuthorizeOnly, Encoding.ASCII.GetString(request.State.Span)));
        Assert.Equal(ErrorCause.MissingAttribute, Judge(Change, authorizeOnly));
        Assert.Equal(ErrorCause.UnsupportedAttribute, Judge(Change, [.. authorizeOnly, .. Attribute(24, "state"), .. _oneHour]));
        Assert.Equal(ErrorCause.UnsupportedService, Judge(Disconnect, [.. authorizeOnly, .. Attribute(24, "state")]));
        Assert.Equal(ErrorCause.UnsupportedService, Judge(Change, [.. _session, .. _oneHour, .. Attribute(6, [0, 0, 0, 8])]));
    }

    [Theory]
    [InlineData(Change, 11)] // Filter-Id
    [InlineData(Change, 24)] // State, which goes with Authorize Only alone
    [InlineData(Disconnect, 27)] // nothing can be changed of what ends
    [InlineData(Disconnect, 50)] // Acct-Multi-Session-Id
    public void An_attribute_that_we_cannot_follow_is_named_and_nothing_is_done(byte code, byte type)
    {
        byte[] message = [code, .. _session, .. _oneHour[..(code == Change ? 6 : 0)], .. Attribute(type, [0, 0, 0, 1])];

        Assert.Equal(ErrorCause.UnsupportedAttribute, DynamicRequest.TryParse(message, out var request));

        Assert.Equal((type, 0u), (request.Unsupported, request.UnsupportedVendor));
    }

    [Fact]
    public void A_vendors_attribute_that_we_cannot_follow_is_named_with_its_vendor()
    {
        byte[] message = [Change, .. _session, .. _oneHour, .. Attribute(26, [0, 0, 1, 0x37, 28, 3, 1])];

        Assert.Equal(ErrorCause.UnsupportedAttribute, DynamicRequest.TryParse(message, out var request));

        Assert.Equal(((byte)28, 311u), (request.Unsupported!.Value, request.UnsupportedVendor));
    }

    /// <summary>A selector that is passed over would select too much.</summary>
    [Theory]
    [InlineData(8, "0a00")]
    [InlineData(1, "ff")]
    [InlineData(4, "0a0000")]
    [InlineData(97, "0080")]
    public void A_selector_that_makes_no_sense_is_an_invalid_value(byte type, string value) =>
        Assert.Equal(ErrorCause.InvalidAttributeValue, Judge(Disconnect, [.. _session, .. Attribute(type, Convert.FromHexString(value))]));

    [Theory]
    [InlineData(27)]
    [InlineData(28)]
    public void No_time_at_all_is_an_invalid_value(byte type) =>
        Assert.Equal(ErrorCause.InvalidAttributeValue, Judge(Change, [.. _session, .. Attribute(type, [0, 0, 0, 0])]));

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("2802")]
    [InlineData("280100")]
    public void What_is_no_request_is_invalid(string message) =>
        Assert.Equal(ErrorCause.InvalidRequest, DynamicRequest.TryParse(Convert.FromHexString(message), out _));

    [Theory]
    [InlineData(RadiusCode.DisconnectRequest, ErrorCause.None, "29")]
    [InlineData(RadiusCode.DisconnectRequest, ErrorCause.SessionContextNotFound, "2a6506000001f7")]
    [InlineData(RadiusCode.CoaRequest, ErrorCause.None, "2c")]
    [InlineData(RadiusCode.CoaRequest, ErrorCause.UnsupportedAttribute, "2d650600000191")]
    [InlineData(RadiusCode.CoaRequest, ErrorCause.RequestInitiated, "2d0606000000116506000001fb")]
    public void An_answer_is_an_ACK_or_a_NAK_with_its_cause(RadiusCode request, ErrorCause cause, string expected) =>
        Assert.Equal(expected, Convert.ToHexStringLower(DynamicRequest.Answer(request, cause)));

    private static ErrorCause Judge(byte code, byte[] attributes) => DynamicRequest.TryParse((byte[])[code, .. attributes], out _);

    private static byte[] Attribute(byte type, string text) => Attribute(type, Encoding.ASCII.GetBytes(text));

    private static byte[] Attribute(byte type, byte[] value) => [type, (byte)(2 + value.Length), .. value];
}
