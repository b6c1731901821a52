"""Tools of the developers: training of the models that the package ships."""
