using System.ComponentModel;
using Masking.ModelFiles;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>Loads model files into new policies.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ModelLoader
{
    /// <summary>Loads a file into a new policy, and disposes the policy if that fails.</summary>
    /// <typeparam name="TPolicy">The type of the policy.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="declaration">Its declaration.</param>
    /// <param name="path">The path of the file.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="ModelMismatchException">The file belongs to another declaration.</exception>
    /// <exception cref="ModelFileException">The file is damaged, or is not a model file.</exception>
    public static TPolicy Load<TPolicy>(TPolicy policy, PolicyDeclaration declaration, string path) where TPolicy : nn.Module
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(declaration);
        try
        {
            ModelReader.Load(path, policy, declaration);
            return policy;
        }
        catch (Exception)
        {
            policy.Dispose();
            throw;
        }
    }
}
