namespace Adit.Protocols;

/// <summary>
/// Why a call ended otherwise than wished. A closed family per protocol derives from it; the code (<c>PPP-301</c>) never changes
/// its meaning. Words, blame, Windows codes and remedies live in the diagnosis catalogue, found by <paramref name="Code"/>.
/// Facts are typed members and never hold a secret.
/// </summary>
public abstract record Failure(string Code);
