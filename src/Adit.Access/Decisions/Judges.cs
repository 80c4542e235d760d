using Adit.Protocols.Radius;

namespace Adit.Access.Decisions;

/// <summary>Asks the next part of the authority, with the notes where it takes them.</summary>
internal static class Judges
{
    public static ValueTask<AccessReply> AskAsync(
        IAuthority authority, AccessRequest request, DecisionNotes notes, CancellationToken cancellationToken) => authority is IJudge judge
            ? judge.DecideAsync(request, notes, cancellationToken)
            : authority.DecideAsync(request, cancellationToken);
}
