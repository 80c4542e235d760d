using Adit.Server.Sessions;

namespace Adit.Server.Tests.Sessions;

public sealed class EapTrailTests
{
    private const byte Request = 1;
    private const byte Response = 2;
    private const byte Identity = 1;
    private const byte Notification = 2;
    private const byte Nak = 3;
    private const byte Tls = 13;
    private const byte Peap = 25;
    private const byte MsChapV2 = 26;

    private readonly EapTrail _trail = new();

    [Fact]
    public void What_is_offered_what_is_asked_for_and_what_is_used_stand_in_their_order()
    {
        _trail.Answered(Packet(Response, Identity, "alice"u8));
        _trail.Offered(Packet(Request, Tls));
        _trail.Answered(Packet(Response, Nak, [Peap, MsChapV2]));
        _trail.Offered(Packet(Request, Peap));
        _trail.Answered(Packet(Response, Peap));
        _trail.Offered(Packet(Request, Peap));

        Assert.Equal([("eap.offered", "tls peap"), ("eap.asked", "peap mschapv2"), ("eap.chosen", "peap")], _trail.Facts);
    }

    [Fact]
    public void Who_wants_none_of_the_methods_has_asked_for_none_and_chosen_none()
    {
        _trail.Offered(Packet(Request, Tls));
        _trail.Answered(Packet(Response, Nak, [0]));

        Assert.Equal([("eap.offered", "tls"), ("eap.asked", "none")], _trail.Facts);
    }

    [Fact]
    public void Questions_that_are_no_method_and_what_is_no_packet_leave_nothing()
    {
        _trail.Offered(Packet(Request, Identity));
        _trail.Offered(Packet(Request, Notification, "hello"u8));
        _trail.Offered(Packet(Response, Tls)); // the authority does not respond
        _trail.Offered(new byte[] { 1, 2 });
        _trail.Answered(Packet(Request, Nak, [Peap])); // the caller does not ask
        _trail.Answered(ReadOnlyMemory<byte>.Empty);
        _trail.Answered(Packet(Response, Tls)); // to a question that nobody put

        Assert.Empty(_trail.Facts);
    }

    [Fact]
    public void A_list_as_long_as_a_packet_is_cut()
    {
        _trail.Offered(Packet(Request, Tls));
        _trail.Answered(Packet(Response, Nak, [.. Enumerable.Range(200, 50).Select(type => (byte)type)]));

        var (_, asked) = _trail.Facts.Single(fact => fact.Name == "eap.asked");
        Assert.Equal("type-200 type-201 type-202 type-203 type-204 type-205 type-206 type-207", asked);
    }

    private static byte[] Packet(byte code, byte type, ReadOnlySpan<byte> data = default) => [code, 1, 0, (byte)(5 + data.Length), type, .. data];
}
