using System.Buffers.Binary;
using System.Net;

namespace Adit.Server.Radius.Remote;

/// <summary>
/// Who leads an EAP conversation, put before the State that they gave: only they can go on with it, and nothing has to be remembered here.
/// A mark rather than a number, so that a reload that changes the servers sends nobody to the wrong one.
/// </summary>
internal static class ConversationServer
{
    private const int MarkLength = 4;
    private const uint Prime = 16777619; // FNV-1a

    public static byte[] Mark(IPEndPoint server, ReadOnlySpan<byte> state)
    {
        var marked = new byte[MarkLength + state.Length];
        BinaryPrimitives.WriteUInt32BigEndian(marked, MarkOf(server));
        state.CopyTo(marked.AsSpan(MarkLength));
        return marked;
    }

    /// <summary>The State as the server gave it, and its place; null where it is none of these servers'.</summary>
    public static int? Find(IReadOnlyList<IPEndPoint> servers, ReadOnlyMemory<byte> marked, out ReadOnlyMemory<byte> state)
    {
        state = default;
        if (marked.Length < MarkLength)
            return null;

        state = marked[MarkLength..];
        var mark = BinaryPrimitives.ReadUInt32BigEndian(marked.Span);
        for (var index = 0; index < servers.Count; index++)
            if (MarkOf(servers[index]) == mark)
                return index;
        return null;
    }

    private static uint MarkOf(IPEndPoint server)
    {
        var hash = 2166136261;
        foreach (var octet in (byte[])[.. server.Address.GetAddressBytes(), (byte)(server.Port >> 8), (byte)server.Port])
            hash = unchecked((hash ^ octet) * Prime);
        return hash;
    }
}
