using static TorchSharp.torch;

namespace Masking.Policies.Tests;

internal static class Weights
{
    /// <summary>Randomizes every parameter.</summary>
    public static void Randomise(nn.Module module, int seed)
    {
        using IDisposable frozen = no_grad();
        manual_seed(seed);
        foreach ((_, TorchSharp.Modules.Parameter parameter) in module.named_parameters())
        {
            // Scaled by the number of inputs, so that neither ReLUs nor softmaxes saturate.
            nn.init.normal_(parameter, 0, parameter.dim() > 1 ? Math.Sqrt(1.5 * parameter.size(0) / parameter.numel()) : 0.4);
        }
    }
}
