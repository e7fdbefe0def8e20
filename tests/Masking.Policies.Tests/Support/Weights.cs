using static TorchSharp.torch;

namespace Masking.Policies.Tests;

internal static class Weights
{
    /// <summary>Draws every parameter anew.</summary>
    public static void Randomise(nn.Module module, int seed)
    {
        using IDisposable frozen = no_grad();
        manual_seed(seed);
        foreach ((_, TorchSharp.Modules.Parameter parameter) in module.named_parameters())
        {
            // By the number of inputs, so that neither rectifiers nor softmaxes saturate.
            nn.init.normal_(parameter, 0, parameter.dim() > 1 ? Math.Sqrt(1.5 * parameter.size(0) / parameter.numel()) : 0.4);
        }
    }
}
