using static TorchSharp.torch;

namespace Masking.Training.Tests;

/// <summary>Reads modules.</summary>
internal static class ModuleExtensions
{
    /// <summary>Every number of the parameters.</summary>
    public static float[] Numbers(this nn.Module module) =>
        [.. module.parameters().SelectMany(parameter => parameter.data<float>().ToArray())];
}
