using Adit.Protocols.Crypto.Tls;

namespace Adit.Linux.Tests.Tls;

/// <summary>Both ends in memory.</summary>
internal sealed class JoinedConversations(ITlsConversation client, ITlsConversation server) : IDisposable
{
    public ITlsConversation Client => client;

    public ITlsConversation Server => server;

    /// <summary>Carries records to and fro until nobody has any more.</summary>
    /// <param name="cut">Into pieces of how many bytes.</param>
    public JoinedConversations Run(int cut = int.MaxValue)
    {
        client.Receive([]);
        while (Carry(client, server, cut) | Carry(server, client, cut))
        {
            // once more
        }

        return this;
    }

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    private static bool Carry(ITlsConversation from, ITlsConversation to, int cut)
    {
        var records = from.TakeRecords();
        foreach (var piece in records.Chunk(Math.Min(cut, Math.Max(1, records.Length))))
            to.Receive(piece);
        return records.Length > 0;
    }
}
