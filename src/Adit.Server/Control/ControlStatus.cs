using Microsoft.AspNetCore.Http;

namespace Adit.Server.Control;

/// <summary>Faults as HTTP status codes, and back.</summary>
internal static class ControlStatus
{
    public static int Of(ControlFault fault) => fault switch
    {
        ControlFault.Denied => StatusCodes.Status403Forbidden,
        ControlFault.NotFound => StatusCodes.Status404NotFound,
        ControlFault.Invalid => StatusCodes.Status400BadRequest,
        ControlFault.Conflict => StatusCodes.Status409Conflict,
        ControlFault.NotRunning => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    public static ControlFault ToFault(int status) => Enum.GetValues<ControlFault>()
        .Cast<ControlFault?>()
        .FirstOrDefault(fault => Of(fault!.Value) == status) ?? ControlFault.Failed;
}
