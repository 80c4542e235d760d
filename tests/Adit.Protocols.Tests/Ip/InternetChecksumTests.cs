using System.Buffers.Binary;
using Adit.Protocols.Ip;

namespace Adit.Protocols.Tests.Ip;

public sealed class InternetChecksumTests
{
    [Fact]
    public void The_example_of_rfc_1071_gives_its_sum() =>
        Assert.Equal(0xddf2, InNetworkOrder(InternetChecksum.Fold(InternetChecksum.Sum([0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]))));

    [Fact]
    public void Every_length_gives_what_the_plain_sum_gives()
    {
        var bytes = new byte[700];
        new Random(1).NextBytes(bytes);
        bytes.AsSpan(0, 200).Fill(0xff);
        for (var length = 0; length < bytes.Length; length++)
        {
            var field = new byte[2];
            InternetChecksum.Write(field, InternetChecksum.Sum(bytes.AsSpan(0, length)));
            Assert.Equal(Packets.Checksum(bytes.AsSpan(0, length)), BinaryPrimitives.ReadUInt16BigEndian(field));
        }
    }

    [Fact]
    public void Copying_gives_the_bytes_and_their_sum_at_every_length_and_nothing_behind_them()
    {
        var bytes = new byte[300];
        new Random(2).NextBytes(bytes);
        bytes.AsSpan(0, 100).Fill(0xff);
        for (var length = 0; length < bytes.Length; length++)
        {
            var copy = new byte[length + 1];
            var sum = InternetChecksum.Copy(bytes.AsSpan(0, length), copy, sum: 7);

            Assert.Equal([.. bytes[..length], 0], copy);
            Assert.Equal(InternetChecksum.Sum(bytes.AsSpan(0, length), sum: 7), sum);
        }
    }

    [Fact]
    public void A_sum_in_even_pieces_is_the_sum_of_the_whole()
    {
        var bytes = Packets.Numbered(0, 301);
        var pieces = InternetChecksum.Sum(bytes.AsSpan(172), InternetChecksum.Sum(bytes.AsSpan(0, 172)));

        Assert.Equal(InternetChecksum.Fold(InternetChecksum.Sum(bytes)), InternetChecksum.Fold(pieces));
    }

    [Fact]
    public void The_example_of_rfc_1624_is_updated_to_its_checksum()
    {
        byte[] field = [0xdd, 0x2f];
        InternetChecksum.Update(field, before: 0x5555, after: 0x3285);

        Assert.Equal([0x00, 0x00], field);
    }

    private static int InNetworkOrder(ushort value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
}
