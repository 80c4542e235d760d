namespace Adit.Protocols.Tests.Dhcp;

/// <summary>Real messages: the Discover (a whole IP packet) and the Offer of Wireshark's sample capture dhcp.pcap.</summary>
internal static class Captured
{
    public static byte[] DiscoverPacket { get; } = Hex(
        "4500012ca8360000fa11178b00000000ffffffff" + "004400430118591f", Header("01", "00000000", "00000000"),
        "3501013d0701000b8201fc4232040000000037040103062aff", total: 300);

    public static byte[] Offer { get; } = Hex(
        "", Header("02", "c0a8000a", "c0a80001"), "3501020104ffffff003a04000007083b0400000c4e330400000e103604c0a80001ff", total: 300);

    private static string Header(string op, string your, string next) =>
        op + "010600" + "00003d1d" + "00000000" + "00000000" + your + next + "00000000" + "000b8201fc42" + new string('0', 2 * 202) + "63825363";

    private static byte[] Hex(string packet, string header, string options, int total)
    {
        var bytes = new byte[total];
        Convert.FromHexString(packet + header + options).CopyTo(bytes, 0);
        return bytes;
    }
}
